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
    "where another tool has it": set(
      "{ name: PASSWORD, value: 'op://vault/db/password' }, { name: DB_PASSWORD, value: 'gcp-secret:projects/p/secrets/s' }, { name: ROOT_PASSWORD, value: '@@DB_PASSWORD@@' }, { name: API_TOKEN, value: __TOKEN__ }, { name: APP_PASSWORD, value: '[redacted]' }",
    ),
    "the key in a Secret": set("{ name: DB_SECRET_KEY, value: postgres-password }"),
    "a result": set("{ name: PASS, value: ok }"),
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
    "programs that read it": map(`  config.js: |
    module.exports = { password: process.env.DB_PASSWORD, other: 1 };
  settings.py: |
    DB = {"PASSWORD": config("DB_PASSWORD")}
    password = get_secret(name)
  text.md: |
    password: the one that you were given`),
    "commands that are given it": set("").replace(
      "env: []",
      'command: [sh, -c, "mysqladmin ping -p$MYSQL_ROOT_PASSWORD && redis-cli -a $(cat /run/p) ping"], args: [--requirepass, $(PASSWORD), --password-file=/run/p, --port, "1234"]',
    ),
    "a flag of another program of one script": set("").replace(
      "env: []",
      String.raw`command: [sh, -c, "mysqladmin ping; mkdir -pv /var/lib/x\nmysql --version | tar -pxf a.tar"]`,
    ),
    "a proxy, and a place in a form": map(`  nginx.conf: |
    proxy_pass: http-backend
  form.json: |
    { "password": "Password" }`),
    "dumps, tables and names with dashes, without end": map(
      `  init.sql: |\n    -- ${"-".repeat(5000)}\n    ${"a-".repeat(3000)}\n    ${"password-".repeat(3000)}\n    ${"x".repeat(50_000)}`,
    ),
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
    "the word itself": {
      yaml: set("{ name: MYSQL_ROOT_PASSWORD, value: password }, { name: RABBITMQ_ERLANG_COOKIE, value: abcdef }"),
      says: [/in variable MYSQL_ROOT_PASSWORD/, /in variable RABBITMQ_ERLANG_COOKIE/],
    },
    "a user and a password in one": { yaml: set("{ name: NEO4J_AUTH, value: neo4j/hunter2 }"), says: [/NEO4J_AUTH/] },
    "connection strings": {
      yaml: set(
        [
          "jdbc:postgresql://db/app?user=app&password=hunter2",
          "jdbc:sqlserver://db;user=sa;password=hunter2;",
          "Server=db;User Id=sa;Password=hunter2;",
          "host=db user=app password=hunter2 dbname=app",
          "app:hunter2@tcp(db:3306)/app",
          "postgres://app:p%24ss@db/app",
        ]
          .map((value, index) => `{ name: V${String(index)}, value: "${value}" }`)
          .join(", "),
      ),
      says: [/variable V0/, /variable V1/, /variable V2/, /variable V3/, /variable V4/, /variable V5/],
    },
    "what a container runs": {
      yaml: set("").replace(
        "env: []",
        `command: [sh, -c, "PGPASSWORD=hunter2 psql"], args: [--requirepass, hunter2],
          livenessProbe: { exec: { command: [mysqladmin, -phunter2, ping] } }, lifecycle: { preStop: { exec: { command: [redis-cli, -a, hunter2, save] } } }`,
      ),
      says: [
        /in the command of container db \(PGPASSWORD\)/,
        /in the arguments of container db \(--requirepass\)/,
        /in the command of livenessProbe of container db \(-p\)/,
        /in the command of lifecycle\.preStop of container db \(-a\)/,
      ],
    },
    "files of many kinds": {
      yaml: map(`  a.xml: "<users><default><password>hunter2</password></default></users>"
  b.sql: "CREATE USER app IDENTIFIED BY 'hunter2';"
  c.sql: "ALTER ROLE app WITH PASSWORD 'hunter2';"
  d.conf: "default_pass = hunter2"
  e.conf: "authorization { user: app, password: hunter2 }"
  f.json: '{ "host": "db", "password": "hunter2" }'
  g.properties: 'sasl.jaas.config=Plain required username="a" password="hunter2";'
  h.env: |
    # e.g. postgres://user:example@host/db
    DATABASE_URL=postgres://app:hunter2@db/app`),
      says: [
        /in a\.xml/,
        /in b\.sql/,
        /in c\.sql/,
        /in d\.conf/,
        /in e\.conf/,
        /in f\.json/,
        /in g\.prop/,
        /in h\.env/,
      ],
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
