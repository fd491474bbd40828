import { clearPassword } from "../../../policy/rules/clear-password";
import { ruleTest } from "../../support/rules";

const set = (env: string): string => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: db, env: [${env}] }] } } }`;
const map = (data: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: { name: db }
data:
${data}`;

ruleTest(clearPassword, {
  valid: {
    "where a password is": set("{ name: POSTGRES_PASSWORD_FILE, value: /run/secrets/password }"),
    "a path to one": set("{ name: PASSWORD, value: /run/secrets/password }"),
    "a switch": set(
      '{ name: MYSQL_RANDOM_ROOT_PASSWORD, value: "yes" }, { name: ALLOW_EMPTY_PASSWORD, value: "1234" }',
    ),
    "another variable": set("{ name: PGPASSWORD, value: $(DB_PASSWORD) }"),
    "an address with a variable for the password": set(
      "{ name: DATABASE_URL, value: 'postgres://app:$(DB_PASSWORD)@db/app' }",
    ),
    "an address without one": set("{ name: DATABASE_URL, value: 'postgres://app@db:5432/app' }"),
    "a name that holds the word elsewhere": set("{ name: PASSWORD_ENCRYPTION, value: scram-sha-256 }"),
    "the name of a Secret": set("{ name: PASSWORD_SECRET_NAME, value: db }"),
    nothing: set("{ name: PASSWORD, value: '' }, { name: TOKEN }"),
    "a template's place": set("{ name: PASSWORD, value: '<your password>' }"),
    "settings about passwords in a file": map(`  db.conf: |
    password_encryption = scram-sha-256
    # password = example
    password = \${DB_PASSWORD}
    show_password: true`),
    "words that are no passwords": map(`  my.cnf: |
    validate-password = FORCE_PLUS_PERMANENT
  pam: |
    password sufficient pam_unix.so
  schema.json: |
    "password": "required"
  read.sh: |
    export PGPASSWORD=\`cat /run/password\`
    password prompt
  vault.properties: |
    bind_password = os.environ/LDAP
    db.password = ENC(abc)`),
    "names of files and of keys": set(
      "{ name: TLS_PRIVATE_KEY, value: tls.key }, { name: DB_SECRET_KEY, value: password }",
    ),
    "where the system looks for users": map("  nsswitch.conf: |\n    passwd: files dns"),
    "what a script replaces": map("  redis.conf: |\n    requirepass replace-default-auth"),
    "a file that reads it": map("  run.sh: |\n    PASSWORD=$(cat /run/secret)\n    read -rs password"),
  },
  invalid: {
    "passwords, keys and tokens": {
      yaml: set(
        "{ name: MYSQL_ROOT_PASSWORD, value: hunter2 }, { name: AWS_SECRET_ACCESS_KEY, value: abc/def }, { name: apiToken, value: a1b2c3 }",
      ),
      says: [/in variable MYSQL_ROOT_PASSWORD of container db/, /AWS_SECRET_ACCESS_KEY/, /apiToken/],
    },
    "an address with one": {
      yaml: set("{ name: DATABASE_URL, value: 'postgres://app:hunter2@db:5432/app' }"),
      says: [/in variable DATABASE_URL/],
    },
    "an init container": {
      yaml: set("").replace(
        "containers: [{ name: db, env: [] }]",
        "containers: [{ name: db }], initContainers: [{ name: init, env: [{ name: DB_PASS, value: hunter2 }] }]",
      ),
      says: [/in variable DB_PASS of container init/],
    },
    "a key of a ConfigMap": { yaml: map("  db-password: hunter2"), says: [/in clear in db-password$/] },
    "a line of a file": {
      yaml: map("  redis.conf: |\n    appendonly yes\n    requirepass hunter2"),
      says: [/in clear in redis.conf \(requirepass\)/],
    },
    "a line of YAML in a file": {
      yaml: map("  app.yaml: |\n    db:\n      password: 'hunter2'"),
      says: [/in clear in app.yaml \(password\)/],
    },
  },
});
