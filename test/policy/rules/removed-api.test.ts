import { removedApiVersion } from "../../../policy/rules/removed-api";
import { ruleTest } from "../../support/rules";

ruleTest(removedApiVersion, {
  valid: {
    "a served one": `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec: { replicas: 1 }`,
    "a custom resource with a beta version": `
apiVersion: example.com/v1beta1
kind: PodDisruptionBudget
metadata: { name: x }`,
  },
  invalid: {
    "an old StatefulSet": {
      yaml: `
apiVersion: apps/v1beta2
kind: StatefulSet
metadata: { name: db }`,
      says: [/has apiVersion apps\/v1beta2, which Kubernetes 1.16 no longer serves; use apps\/v1/],
    },
    "an old Deployment": {
      yaml: `
apiVersion: extensions/v1beta1
kind: Deployment
metadata: { name: db }`,
      says: [/use apps\/v1/],
    },
    "a snapshot": {
      yaml: `
apiVersion: snapshot.storage.k8s.io/v1beta1
kind: VolumeSnapshotClass
metadata: { name: s }`,
      says: [/use snapshot.storage.k8s.io\/v1/],
    },
    "a kind that no other rule knows": {
      yaml: `
apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata: { name: i }`,
      says: [/use networking.k8s.io\/v1/],
    },
    "an autoscaler": {
      yaml: `
apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata: { name: h }`,
      says: [/use autoscaling\/v2/],
    },
  },
});
