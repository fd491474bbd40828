import assert from "node:assert/strict";
import { Undecidable } from "../../../policy/graph/object";
import { fromManifest } from "../../../policy/graph/from-manifests";
import { fromStack } from "../../../policy/graph/from-pulumi";
import { ObjectGraph } from "../../../policy/graph/graph";
import { asResource, documentsOf } from "../../support/rules";
import type { GraphObject } from "../../../policy/graph/object";

const program = (yaml: string): ObjectGraph => new ObjectGraph(fromStack(documentsOf(yaml).map(asResource)));
const files = (...all: readonly (readonly [file: string, yaml: string])[]): ObjectGraph =>
  new ObjectGraph(
    all.flatMap(([file, yaml]) =>
      documentsOf(yaml).flatMap((value, document) => fromManifest({ file, document, value })),
    ),
  );
const service = (name: string, namespace: string): string => `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }`;
const only = (graph: ObjectGraph, kind: "Pod" | "Service"): GraphObject => graph.all(kind)[0]!;

describe("ObjectGraph", () => {
  it("finds objects by name in the namespace of the one that names them", () => {
    const graph = program(
      [
        service("a", "one"),
        service("a", "two"),
        "apiVersion: v1\nkind: Pod\nmetadata: { name: p, namespace: two }",
      ].join("\n---\n"),
    );
    assert.equal(graph.named(only(graph, "Pod"), "Service", "a"), graph.all("Service")[1]);
    assert.equal(graph.named(only(graph, "Pod"), "Service", "b"), undefined);
  });

  it("takes no namespace for the default one", () => {
    const graph = program(
      ["apiVersion: v1\nkind: Pod\nmetadata: { name: p }", service("a", "default")].join("\n---\n"),
    );
    assert.ok(graph.named(only(graph, "Pod"), "Service", "a"));
  });

  it("doubts a name where an object of an unknown name may have it", () => {
    const graph = program(
      ["apiVersion: v1\nkind: Pod\nmetadata: { name: p }", service("<unknown>", "default")].join("\n---\n"),
    );
    assert.throws(() => graph.named(only(graph, "Pod"), "Service", "a"), Undecidable);
  });

  it("does not doubt a name because of an object whose name is made up when it is created", () => {
    const graph = program(
      "apiVersion: v1\nkind: Pod\nmetadata: { name: p }\n---\napiVersion: v1\nkind: Service\nmetadata: {}",
    );
    assert.equal(graph.named(only(graph, "Pod"), "Service", "a"), undefined);
  });

  it("doubts what an object of an unknown namespace can meet", () => {
    const graph = program(
      ["apiVersion: v1\nkind: Pod\nmetadata: { name: p, namespace: <unknown> }", service("a", "x")].join("\n---\n"),
    );
    assert.throws(() => graph.some(only(graph, "Pod"), "Service", () => true), Undecidable);
    assert.equal(
      graph.some(only(graph, "Pod"), "Service", () => false),
      false,
    );
    assert.throws(() => graph.named(only(graph, "Pod"), "Service", "a"), Undecidable);
  });

  it("prefers the same file, then the same folder, and never merges objects of one name", () => {
    const graph = files(
      ["a/pod.yaml", `apiVersion: v1\nkind: Pod\nmetadata: { name: p, namespace: n }\n---\n${service("s", "n")}`],
      ["a/service.yaml", [service("s", "n"), service("t", "n")].join("\n---\n")],
      ["b/service.yaml", [service("s", "n"), service("t", "n")].join("\n---\n")],
    );
    const pod = only(graph, "Pod");
    const origin = (name: string): unknown => graph.named(pod, "Service", name)?.facts.origin;
    assert.equal(graph.all("Service").length, 5);
    assert.deepEqual(origin("s"), { file: "a/pod.yaml", document: 1 });
    assert.deepEqual(origin("t"), { file: "a/service.yaml", document: 1 });
  });

  it("follows a name that is not known to the one resource that it comes from", () => {
    const graph = program(`
type: kubernetes:core/v1:Pod
properties: { metadata: { name: p }, spec: { claim: <unknown> } }
options: { references: { spec: ["kubernetes:core/v1:Service::s", "kubernetes:core/v1:ConfigMap::c"] } }
---
type: kubernetes:core/v1:ConfigMap
properties: { metadata: { name: <unknown> } }
options: { name: c }
---
type: kubernetes:core/v1:Service
properties: { metadata: { name: <unknown> } }
options: { name: s }`);
    assert.equal(graph.target(only(graph, "Pod").at("spec.claim"), "Service"), only(graph, "Service"));
    assert.throws(() => graph.target(only(graph, "Pod").at("spec.claim"), "PersistentVolumeClaim"), Undecidable);
  });

  it("follows no name that may come from somewhere else", () => {
    for (const other of ["random:index/randomPet:RandomPet::pet", "pulumi:pulumi:StackReference::infra"]) {
      const graph = program(`
type: kubernetes:core/v1:Pod
properties: { metadata: { name: p }, spec: { claim: <unknown> } }
options: { references: { spec: ["kubernetes:core/v1:Service::s", "${other}"] } }
---
type: kubernetes:core/v1:Service
properties: { metadata: { name: <unknown> } }
options: { name: s }
---
type: random:index/randomPet:RandomPet
properties: {}
options: { name: pet }`);
      assert.throws(() => graph.target(only(graph, "Pod").at("spec.claim"), "Service"), Undecidable);
    }
  });
});
