import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";
import { ROOT } from "./support/stacks";

const files = (pattern: string): string[] => globSync(pattern, { cwd: ROOT }).toSorted();
const source = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(join(ROOT, file), "utf8"), ts.ScriptTarget.ESNext, true);

/** Files whose test has another name, because they hold data or types only. */
const TESTED_ELSEWHERE: Readonly<Record<string, string>> = {
  "adopt/adopted-set.ts": "test/adopt/adoption.test.ts",
  "adopt/container.ts": "test/adopt/parts.test.ts",
  "adopt/entry.ts": "test/adopt/adoption.test.ts",
  "adopt/environment.ts": "test/adopt/parts.test.ts",
  "adopt/init-containers.ts": "test/adopt/parts.test.ts",
  "adopt/meanings.ts": "test/adopt/differences.test.ts",
  "adopt/mounts.ts": "test/adopt/parts.test.ts",
  "adopt/network.ts": "test/adopt/parts.test.ts",
  "adopt/normal-form.ts": "test/adopt/differences.test.ts",
  "adopt/notes.ts": "test/adopt/parts.test.ts",
  "adopt/placement.ts": "test/adopt/parts.test.ts",
  "adopt/pod.ts": "test/adopt/parts.test.ts",
  "adopt/probes.ts": "test/adopt/parts.test.ts",
  "adopt/quantities.ts": "test/adopt/parts.test.ts",
  "adopt/scaling.ts": "test/adopt/parts.test.ts",
  "adopt/secrets.ts": "test/adopt/parts.test.ts",
  "adopt/surroundings.ts": "test/adopt/adoption.test.ts",
  "analyze/analysis-error.ts": "test/analyze/analyze.test.ts",
  "analyze/findings.ts": "test/analyze/analyze.test.ts",
  "analyze/formats/checklist.ts": "test/analyze/formats/formats.test.ts",
  "analyze/formats/markup.ts": "test/analyze/formats/formats.test.ts",
  "analyze/formats/counts.ts": "test/analyze/formats/formats.test.ts",
  "analyze/formats/github.ts": "test/analyze/formats/formats.test.ts",
  "analyze/formats/json.ts": "test/analyze/formats/formats.test.ts",
  "analyze/formats/junit.ts": "test/analyze/formats/formats.test.ts",
  "analyze/formats/live.ts": "test/analyze/live/analyze-live.test.ts",
  "analyze/formats/markdown-text.ts": "test/cli/diff-markdown.test.ts",
  "analyze/formats/markdown.ts": "test/analyze/formats/formats.test.ts",
  "analyze/formats/sarif.ts": "test/analyze/formats/formats.test.ts",
  "analyze/formats/text.ts": "test/analyze/formats/formats.test.ts",
  "analyze/formats/workflow-command.ts": "test/cli/annotations.test.ts",
  "analyze/input/document.ts": "test/analyze/input/yaml.test.ts",
  "analyze/input/files.ts": "test/analyze/input/walk.test.ts",
  "analyze/input/kustomize.ts": "test/analyze/input/walk.test.ts",
  "analyze/input/limits.ts": "test/analyze/input/yaml.test.ts",
  "analyze/input/nodes.ts": "test/analyze/input/yaml.test.ts",
  "analyze/input/paths.ts": "test/cli/adopt.test.ts",
  "analyze/input/positions.ts": "test/analyze/analyze.test.ts",
  "analyze/input/read.ts": "test/analyze/input/walk.test.ts",
  "analyze/input/source.ts": "test/analyze/patches/patch-text.test.ts",
  "analyze/input/templates.ts": "test/analyze/input/walk.test.ts",
  "analyze/live/cluster.ts": "test/analyze/live/analyze-live.test.ts",
  "analyze/live/resources.ts": "test/analyze/live/analyze-live.test.ts",
  "analyze/live/volumes.ts": "test/analyze/live/analyze-live.test.ts",
  "analyze/own-rules.ts": "test/cli/analyze.test.ts",
  "analyze/patches/replacements.ts": "test/analyze/patches/patch-text.test.ts",
  "analyze/report/baseline.ts": "test/analyze/formats/formats.test.ts",
  "analyze/report/fingerprint.ts": "test/analyze/formats/formats.test.ts",
  "analyze/report/order.ts": "test/analyze/analyze.test.ts",
  "analyze/report/report.ts": "test/analyze/formats/formats.test.ts",
  "analyze/schemas/closest.ts": "test/analyze/schemas/validate.test.ts",
  "analyze/schemas/custom-resources.ts": "test/analyze/schemas/validate.test.ts",
  "analyze/schemas/kubernetes.ts": "test/analyze/schemas/validate.test.ts",
  "analyze/schemas/placeholder.ts": "test/analyze/schemas/validate.test.ts",
  "analyze/schemas/semantics.ts": "test/analyze/schemas/validate.test.ts",
  "analyze/schemas/shape.ts": "test/analyze/schemas/validate.test.ts",
  "cli/adopt-run.ts": "test/cli/adopt.test.ts",
  "cli/adopt-stack.ts": "test/cli/adopt.test.ts",
  "cli/adopt-text.ts": "test/cli/adopt.test.ts",
  "cli/analyze-explain.ts": "test/cli/analyze.test.ts",
  "cli/analyze-main.ts": "test/package/package.test.ts",
  "cli/analyze-outputs.ts": "test/cli/analyze.test.ts",
  "cli/analyze-run.ts": "test/cli/analyze.test.ts",
  "cli/analyze-settings-file.ts": "test/cli/analyze.test.ts",
  "cli/analyze-settings.ts": "test/cli/analyze.test.ts",
  "cli/catalog.ts": "test/cli/prices.test.ts",
  "cli/cost-options.ts": "test/cli/costing.test.ts",
  "cli/diff-run.ts": "test/cli/diff.test.ts",
  "cli/diff-text.ts": "test/cli/diff.test.ts",
  "cli/for-user.ts": "test/cli/rehearse.test.ts",
  "cli/exit.ts": "test/cli/main.test.ts",
  "cli/plan-file.ts": "test/cli/diff.test.ts",
  "cli/plan-files.ts": "test/cli/plan.test.ts",
  "cli/plan-output.ts": "test/cli/plan.test.ts",
  "cli/prices-file.ts": "test/cli/costing.test.ts",
  "cli/prices-run.ts": "test/cli/prices.test.ts",
  "cli/read-file.ts": "test/cli/costing.test.ts",
  "cli/own-pack.ts": "test/cli/plan.test.ts",
  "cli/recommend-proof.ts": "test/cli/recommend.test.ts",
  "cli/recommend-run.ts": "test/cli/recommend.test.ts",
  "cli/recommend-text.ts": "test/cli/recommend.test.ts",
  "cli/rehearse-page.ts": "test/cli/rehearse.test.ts",
  "cli/rehearse-run.ts": "test/cli/rehearse.test.ts",
  "cli/rehearse-text.ts": "test/cli/rehearse.test.ts",
  "cli/tools-run.ts": "test/cli/rehearse.test.ts",
  "cli/tools.ts": "test/cli/rehearse.test.ts",
  "cli/run-cli.ts": "test/cli/main.test.ts",
  "cli/shown.ts": "test/cli/plan.test.ts",
  "cli/usage-file.ts": "test/cli/costing.test.ts",
  "cli/usage-run.ts": "test/cli/usage.test.ts",
  "cli/usage-sources.ts": "test/cli/usage.test.ts",
  "cli/usage-text.ts": "test/cli/usage.test.ts",
  "cli/write-file.ts": "test/cli/analyze.test.ts",
  "cli/version.ts": "test/cli/main.test.ts",
  "config/checks/check.ts": "test/config/checks/zones.test.ts",
  "config/checks/index.ts": "test/config.test.ts",
  "config/fields.ts": "test/config.test.ts",
  "config/platform.ts": "test/config.test.ts",
  "config/schema.ts": "test/config/pulumi-yaml.test.ts",
  "config/workload-parts.ts": "test/config.test.ts",
  "config/workload.ts": "test/config.test.ts",
  "delivery/policy-group.ts": "test/delivery/index.test.ts",
  "delivery/stack-delivery.ts": "test/delivery/index.test.ts",
  "plan/policy-pack.ts": "test/policy/crossguard.test.ts",
  "plan/stdin.ts": "test/cli/usage.test.ts",
  "policy/plural.ts": "test/analyze/formats/formats.test.ts",
  "policy/collected.ts": "test/policy/crossguard.test.ts",
  "policy/cost/compute.ts": "test/policy/cost/estimate.test.ts",
  "policy/cost/coverage.ts": "test/policy/cost/estimate.test.ts",
  "policy/cost/demand.ts": "test/policy/cost/estimate.test.ts",
  "policy/cost/fees.ts": "test/policy/cost/prices.test.ts",
  "policy/cost/item.ts": "test/policy/cost/estimate.test.ts",
  "policy/cost/pools.ts": "test/policy/cost/estimate.test.ts",
  "policy/cost/storage.ts": "test/policy/cost/estimate.test.ts",
  "policy/cost/usage-names.ts": "test/cli/costing.test.ts",
  "policy/cost/usage.ts": "test/cli/costing.test.ts",
  "policy/facts/machine-shapes.ts": "test/policy/facts/machine-types.test.ts",
  "policy/facts/storage-classes.ts": "test/policy/rules/single-zone-disk.test.ts",
  "policy/graph/backups.ts": "test/policy/rules/no-backup.test.ts",
  "policy/graph/budgets.ts": "test/policy/rules/budget-blocks-drain.test.ts",
  "policy/graph/claim-users.ts": "test/policy/rules/no-backup.test.ts",
  "policy/graph/classes.ts": "test/policy/rules/oversized-storage.test.ts",
  "policy/graph/clusters.ts": "test/policy/rules/cluster-backup-agent.test.ts",
  "policy/graph/kinds.ts": "test/policy/graph/from-pulumi.test.ts",
  "policy/graph/limits.ts": "test/policy/rules/no-requests.test.ts",
  "policy/graph/nodes.ts": "test/policy/rules/disk-machine-mismatch.test.ts",
  "policy/graph/order.ts": "test/policy/rules/pod-management-policy.test.ts",
  "policy/graph/places.ts": "test/policy/graph/graph.test.ts",
  "policy/graph/pod-security.ts": "test/policy/rules/pod-security.test.ts",
  "policy/graph/pods.ts": "test/policy/rules/no-requests.test.ts",
  "policy/graph/scaling.ts": "test/policy/rules/two-replica-writers.test.ts",
  "policy/graph/search.ts": "test/policy/graph/graph.test.ts",
  "policy/graph/value.ts": "test/policy/graph/field.test.ts",
  "policy/graph/volumes.ts": "test/policy/rules/shared-claim.test.ts",
  "policy/meta-rules.ts": "test/policy/rules/index.test.ts",
  "policy/patch.ts": "test/analyze/patches/patch-text.test.ts",
  "policy/readiness/alerts.ts": "test/policy/readiness/readiness.test.ts",
  "policy/readiness/checklist.ts": "test/policy/readiness/readiness.test.ts",
  "policy/readiness/patterns.ts": "test/policy/readiness/readiness.test.ts",
  "policy/readiness/related.ts": "test/policy/readiness/readiness.test.ts",
  "policy/report.ts": "test/policy/crossguard.test.ts",
  "policy/rule.ts": "test/policy/rules/index.test.ts",
  "policy/sdk.ts": "test/policy/crossguard.test.ts",
  "rehearsal/bring-up.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/settle.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/shrink.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/volumes.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/attach-limit.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/idle-nodes.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/quota.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/two-writers.ts": "test/cluster/rehearse.test.ts",
  "plan/replace-file.ts": "test/cli/prices.test.ts",
  "rehearsal/apply.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/assumptions.ts": "test/rehearsal/stages.test.ts",
  "rehearsal/autoscaler.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/cluster.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/control-plane.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/disks.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/drain.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/drill.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/growth.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/index.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/isolation.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/loss.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/names.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/rollout.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/scale.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/spot.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/upgrade.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/drills/validation.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/eviction.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/kubelet.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/nodes.ts": "test/rehearsal/pools.test.ts",
  "rehearsal/objects.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/processes.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/rehearsal-error.ts": "test/cli/rehearse.test.ts",
  "rehearsal/rehearse.ts": "test/cluster/rehearse.test.ts",
  "rehearsal/report.ts": "test/cli/rehearse.test.ts",
  "recommend/decision.ts": "test/recommend/recommendation.test.ts",
  "recommend/machines.ts": "test/recommend/recommendation.test.ts",
  "recommend/places.ts": "test/recommend/recommendation.test.ts",
  "recommend/pods.ts": "test/recommend/recommendation.test.ts",
  "recommend/protection.ts": "test/recommend/recommendation.test.ts",
  "recommend/requirements.ts": "test/recommend/recommendation.test.ts",
  "recommend/tool.ts": "test/recommend/recommendation.test.ts",
  "cluster/answer.ts": "test/cluster/change.test.ts",
  "cluster/claims.ts": "test/cluster/change.test.ts",
  "cluster/client.ts": "test/cluster/change.test.ts",
  "cluster/cluster-error.ts": "test/cluster/change.test.ts",
  "cluster/conflicts.ts": "test/cluster/change.test.ts",
  "cluster/connection.ts": "test/platform/kubeconfig.test.ts",
  "cluster/growth-plan.ts": "test/cluster/change.test.ts",
  "cluster/growth.ts": "test/cluster/change.test.ts",
  "cluster/identity.ts": "test/platform/kubeconfig.test.ts",
  "cluster/objects.ts": "test/cluster/change.test.ts",
  "cluster/pods.ts": "test/components/guard/live-refusals.test.ts",
  "cluster/poll.ts": "test/platform/client.test.ts",
  "cluster/rollout.ts": "test/cluster/change.test.ts",
  "cluster/transport.ts": "test/platform/kubeconfig.test.ts",
  "cluster/unused-configuration.ts": "test/cluster/change.test.ts",
  "cluster/watch.ts": "test/cluster/rehearse.test.ts",
  "cli/volumes.ts": "test/cli/volumes.test.ts",
  "cli/volumes-run.ts": "test/cli/volumes.test.ts",
  "components/failover.ts": "test/components/stateful-workload.test.ts",
  "components/guard/field-refusals.ts": "test/cluster/change.test.ts",
  "components/guard/change-terms.ts": "test/components/guard/data-guard.test.ts",
  "components/guard/finish-change.ts": "test/cluster/change.test.ts",
  "components/guard/growth-notes.ts": "test/cluster/change.test.ts",
  "components/guard/live-judge.ts": "test/components/guard/data-guard.test.ts",
  "components/guard/live-cluster.ts": "test/components/guard/data-guard.test.ts",
  "components/guard/marks.ts": "test/components/guard/workload-facts.test.ts",
  "config/kubeconfig.ts": "test/platform/kubeconfig.test.ts",
  "platform/create.ts": "test/index.test.ts",
  "platform/platform.ts": "test/platform/gke.test.ts",
};

/** Folder → folders from which it may not import at run time. Types may come from anywhere that ESLint allows. */
const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  adopt: /\/(analyze|cli|plan|platform|test)(\/|$)|^@pulumi\//,
  analyze: /\/(cli|components|config|plan|platform|test)(\/|$)|^@pulumi\//,
  delivery: /\/(cli|components|plan|platform|policy|test)(\/|$)/,
  cluster: /\/(adopt|analyze|cli|components|config|plan|platform|recommend|rehearsal|test)(\/|$)|^@pulumi\//,
  components: /\/(cli|config|plan|platform|test)(\/|$)/,
  config: /\/(cli|plan|test)(\/|$)|\/platform\/|^@pulumi\//,
  platform: /\/(cli|config|plan|test)(\/|$)/,
  plan: /\/(cli|components|config|platform|policy|test)(\/|$)/,
  policy: /^\.\.\/\.\.\/|\/(cli|components|config|plan|platform|test)(\/|$)/,
  rehearsal: /\/(adopt|analyze|cli|components|config|platform|recommend|test)(\/|$)|^@pulumi\//,
  recommend: /\/(adopt|analyze|cli|plan|platform|test)(\/|$)|^@pulumi\//,
  cli: /\/(components|platform|test)(\/|$)|^@pulumi\//,
};

describe("conventions", () => {
  for (const file of files(
    "{adopt,analyze,cluster,components,config,delivery,plan,cli,platform,policy,recommend,rehearsal}/**/*.ts",
  )) {
    it(`${file} has its test`, () => {
      assert.ok(existsSync(join(ROOT, TESTED_ELSEWHERE[file] ?? `test/${file.replace(/\.ts$/, ".test.ts")}`)));
    });

    it(`${file} imports along the arrows`, () => {
      const forbidden = FORBIDDEN[file.split("/")[0]!]!;
      for (const statement of source(file).statements) {
        if (ts.isImportDeclaration(statement) && statement.importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword) {
          assert.doesNotMatch((statement.moduleSpecifier as ts.StringLiteral).text, forbidden);
        }
      }
    });
  }

  for (const file of files("test/**/*.test.ts")) {
    it(`${file} tests something that exists`, () => {
      const subject = file.replace(/^test\//, "").replace(/\.test\.ts$/, ".ts");
      const special =
        /^test\/(conventions|golden|package\/|engine\/|cluster\/|analyze\/formats\/formats|analyze\/input\/|adopt\/parts)/.test(
          file,
        ) ||
        [
          "test/config/pulumi-yaml.test.ts",
          "test/plan/inline-program.test.ts",
          "test/platform/client.test.ts",
          "test/policy/cost/stacks.test.ts",
          "test/analyze/corpus.test.ts",
        ].includes(file);
      assert.ok(special || existsSync(join(ROOT, subject)), subject);
    });
  }

  for (const file of files("components/*.ts")) {
    for (const declaration of source(file)
      .statements.filter(ts.isInterfaceDeclaration)
      .filter(({ name }) => name.text.endsWith("Args"))) {
      for (const member of declaration.members) {
        const name = `${declaration.name.text}.${member.name?.getText() ?? ""}`;
        it(`${name} is documented, read-only, and names its default`, () => {
          const docs = ts.getJSDocCommentsAndTags(member);
          assert.ok(docs.length > 0, "a doc comment");
          assert.ok(
            ts.isPropertySignature(member) &&
              member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword),
            "readonly",
          );
          const byDefault = ts.getJSDocTags(member).some(({ tagName }) => tagName.text === "default");
          assert.equal(byDefault, member.questionToken !== undefined, "@default on what is optional, and only there");
        });
      }
    }
  }

  for (const file of files("components/*.ts")) {
    const components = source(file).statements.filter(ts.isClassDeclaration);
    for (const component of components) {
      it(`${component.name?.text ?? file} is a component like the others`, () => {
        const text = component.getText();
        assert.equal(components.length, 1, "one component, one file");
        assert.match(
          text,
          new RegExp(
            `super\\("gke-stateful:index:${component.name!.text}"|super\\(\\s*"gke-stateful:index:${component.name!.text}"`,
          ),
        );
        assert.match(text, /this\.registerOutputs\(/);
        const constructor = component.members.find(ts.isConstructorDeclaration)!;
        assert.ok(constructor.getText().split("\n").length <= 40, "a constructor is a table of contents");
        assert.ok(ts.getJSDocCommentsAndTags(component).length > 0, "a doc comment");
        assert.equal(
          basename(file, ".ts"),
          component.name!.text.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).toLowerCase(),
          "the file has its name",
        );
      });
    }
  }

  it("no file of the program asks with || for a default", () => {
    for (const file of files(
      "{adopt,analyze,cluster,components,config,delivery,plan,cli,platform,policy,recommend,rehearsal}/**/*.ts",
    )) {
      assert.doesNotMatch(readFileSync(join(ROOT, file), "utf8"), /\|\| (?:"|\[|\{|\d)/, file);
    }
  });

  it("index.ts reads as a table of contents", () => {
    assert.ok(readFileSync(join(ROOT, "index.ts"), "utf8").split("\n").length <= 80);
  });
});
