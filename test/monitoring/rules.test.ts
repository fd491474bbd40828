import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { isAlert, isOfCluster, ruleGroups } from "../../monitoring/rules";
import { scoped } from "../../monitoring/scope";
import { ROOT } from "../support/stacks";

const ALERTS = ruleGroups("full").flatMap(({ rules }) => rules.filter(isAlert));
const NAMES = [...new Set(ALERTS.map(({ alert }) => alert))];
const PAGES = join(ROOT, "docs", "runbooks", "alerts");
/** What a page must have, in this order. */
const SECTIONS = ["Meaning", "Impact", "Diagnosis", "Mitigation", "Verify"];

interface AlertTest {
  readonly eval_time: string;
  readonly alertname: string;
  readonly exp_alerts: readonly { readonly exp_labels: { readonly severity: string; readonly window?: string } }[];
}

const TESTS = readdirSync(join(ROOT, "test", "monitoring", "alerts")).flatMap((name) => {
  const file = parse(readFileSync(join(ROOT, "test", "monitoring", "alerts", name), "utf8")) as {
    readonly tests: readonly { readonly alert_rule_test: readonly AlertTest[] }[];
  };
  return file.tests.map(({ alert_rule_test: steps }) => steps);
});

describe("alerts.yaml", () => {
  for (const name of NAMES) {
    it(`${name} is tested: it fires, is silent, and ends`, () => {
      const runs = TESTS.map((steps) => steps.filter(({ alertname }) => alertname === name));
      const fires = runs.filter((steps) => steps.some(({ exp_alerts: alerts }) => alerts.length > 0));
      assert.ok(fires.length > 0, "it fires in no test");
      assert.ok(
        runs.some((steps) => {
          const first = steps.findIndex(({ exp_alerts: alerts }) => alerts.length > 0);
          const most = Math.max(0, ...steps.map(({ exp_alerts: alerts }) => alerts.length));
          const isSilentBefore = steps.slice(0, first).some(({ exp_alerts: alerts }) => alerts.length === 0);
          return first > 0 && isSilentBefore && (steps.at(-1)?.exp_alerts.length ?? most) < most;
        }),
        "no test shows it silent, firing, and over",
      );
    });

    it(`${name} has a page that says what to do`, () => {
      const text = readFileSync(join(PAGES, `${name}.md`), "utf8");
      assert.match(text, new RegExp(`^# ${name}\n`));
      assert.deepEqual(
        [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title),
        SECTIONS,
      );
    });
  }

  it("tests every window of the error budget", () => {
    const windows = ALERTS.flatMap(({ labels }) => labels["window"] ?? []);
    const tested = TESTS.flat().flatMap(({ exp_alerts: alerts }) =>
      alerts.flatMap((one) => one.exp_labels.window ?? []),
    );
    assert.deepEqual([...new Set(tested)].toSorted(), windows.toSorted());
  });

  it("has a page for nothing else", () => {
    assert.deepEqual(readdirSync(PAGES).toSorted(), [...NAMES, "README"].map((name) => `${name}.md`).toSorted());
  });

  for (const { alert, annotations, expr, labels } of ALERTS) {
    it(`${[alert, labels["window"]].filter(Boolean).join(" ")} says what, how bad, and where to read on`, () => {
      assert.ok(["critical", "warning", "info"].includes(labels.severity));
      assert.ok(annotations.summary.endsWith(".") && annotations.description.endsWith("."));
      assert.ok(existsSync(join(ROOT, annotations.runbook_url)));
      assert.equal(annotations.runbook_url, `docs/runbooks/alerts/${alert}.md`);
      const said = [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
      said.forEach((label) => {
        assert.ok(expr.includes(String(label)), `${String(label)} is no label of the expression`);
      });
    });
  }

  it("selects nothing that is not of the stack or the cluster", () => {
    for (const { rules } of ruleGroups("full")) {
      for (const { expr } of rules) {
        const selectors = [...expr.matchAll(/\{([^}]*)\}/g)].map(([, matchers]) => matchers ?? "");
        const metrics = [...expr.matchAll(/\b(?:kube|kubelet|container|namespace_statefulset:)\w*(?::\w+)*\b/g)].filter(
          ([name]) => name.includes("_") && name !== "namespace_statefulset",
        );
        assert.equal(selectors.length, metrics.length, expr);
        selectors.forEach((matchers) => {
          assert.match(matchers, /^(?:namespace|persistentvolume|volumeattachment)=~"\.\+"/, expr);
        });
      }
    }
  });
});

/** Metrics of GKE's packages that are always on here (components/cluster-settings.ts). Sources: alerts.yaml. */
const OF_GKE = [
  "container_cpu_cfs_periods_total",
  "container_cpu_cfs_throttled_periods_total",
  "kube_horizontalpodautoscaler_spec_max_replicas",
  "kube_horizontalpodautoscaler_spec_min_replicas",
  "kube_horizontalpodautoscaler_status_current_replicas",
  "kube_persistentvolume_status_phase",
  "kube_persistentvolumeclaim_status_phase",
  "kube_pod_container_status_ready",
  "kube_pod_container_status_waiting_reason",
  "kube_pod_status_phase",
  "kube_pod_status_unschedulable",
  "kube_statefulset_replicas",
  "kube_statefulset_status_replicas_ready",
  "kube_statefulset_status_replicas_updated",
  "kubelet_volume_stats_available_bytes",
  "kubelet_volume_stats_capacity_bytes",
  "kubelet_volume_stats_inodes",
  "kubelet_volume_stats_inodes_free",
  "kubelet_volume_stats_used_bytes",
];

describe("metrics", () => {
  it("are those that GKE collects, where no others are asked for", () => {
    const exprs = ruleGroups("gke").flatMap(({ rules }) => rules.map(({ expr }) => expr));
    const used = exprs.flatMap((expr) => [...expr.matchAll(/\b(?:kube|kubelet|container)_\w+/g)].map(([name]) => name));
    assert.deepEqual([...new Set(used)].toSorted(), OF_GKE);
  });

  it("may be more on request", () => {
    const count = (metrics: "gke" | "full"): number => ruleGroups(metrics).flatMap(({ rules }) => rules).length;
    assert.ok(count("full") > count("gke"));
  });
});

describe("the scope of rules", () => {
  const CLUSTER = { name: "prod", location: "l", project: "p" };
  const groups = ruleGroups("full");

  it("is one namespace, and the volumes of all of the cluster", () => {
    for (const group of scoped(groups, { namespace: "shop" })) {
      for (const { expr } of group.rules) {
        assert.equal(expr.includes('namespace="shop"'), !isOfCluster(group), expr);
        assert.ok(!expr.includes('namespace=~".+"'));
      }
    }
  });

  it("is one cluster where metrics of several come together", () => {
    for (const { rules } of scoped(groups, { namespace: "shop", cluster: CLUSTER })) {
      for (const { expr } of rules) {
        const selectors = [...expr.matchAll(/\{/g)].length;
        assert.equal([...expr.matchAll(/\{project_id="p", location="l", cluster="prod", /g)].length, selectors, expr);
      }
    }
  });

  it("links to where the pages are published", () => {
    const urls = scoped(groups, { namespace: "shop", runbooks: "https://wiki.example.com/runbooks/" }).flatMap(
      ({ rules }) => rules.filter(isAlert).map(({ annotations }) => annotations.runbook_url),
    );
    assert.ok(urls.includes("https://wiki.example.com/runbooks/ClaimLost.md"));
    assert.ok(urls.every((url) => url.startsWith("https://wiki.example.com/runbooks/")));
  });
});
