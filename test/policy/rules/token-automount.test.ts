import { tokenAutomount } from "../../../policy/rules/token-automount";
import { ruleTest } from "../../support/rules";

ruleTest(tokenAutomount, {
  valid: {
    "rights that another namespace grants": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: d }
spec: { template: { spec: { serviceAccountName: sa, containers: [{ name: a }] } } }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: b, namespace: other }
subjects: [{ kind: ServiceAccount, name: sa, namespace: d }]`,
    "a token that is asked for, with rights": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { serviceAccountName: op, automountServiceAccountToken: true, containers: [{ name: a }] } } }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: b }
subjects: [{ kind: ServiceAccount, name: op }]`,
    "the deprecated name of the field": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { serviceAccount: op, containers: [{ name: a }] } } }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: b }
subjects: [{ kind: ServiceAccount, name: op }]`,
    "the account says no": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }], serviceAccountName: db } } }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: db }
automountServiceAccountToken: false`,
    "the default account says no": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }] } } }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: default }
automountServiceAccountToken: false`,
    "an account with rights": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }], serviceAccountName: db } } }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: db }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: db }
subjects: [{ kind: ServiceAccount, name: db }]`,
    "an account with rights in the whole cluster": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }], serviceAccountName: db } } }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: db }
subjects: [{ kind: ServiceAccount, name: db, namespace: default }]`,
  },
  invalid: {
    "said so": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }], automountServiceAccountToken: true } } }`,
      says: [/automountServiceAccountToken true/],
    },
    "an account without rights": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }], serviceAccountName: db } } }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: db }`,
      says: [/not set/],
    },
    "rights of an account of another namespace": {
      yaml: `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { template: { spec: { containers: [{ name: a }], serviceAccountName: db } } }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: db }
subjects: [{ kind: ServiceAccount, name: db, namespace: other }]`,
      says: [/not set/],
    },
  },
});
