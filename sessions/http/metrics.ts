import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { wordOf } from "../lifecycle/slot";
import type { Told } from "../parts";
import type { Replica } from "../replica";

/** Seconds that an acquire may take, from a warm slot to the start of a pod on a new node. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** Figures of a replica for Prometheus. None of them names a session or a tenant. */
export class Metrics {
  readonly registry = new Registry();
  private readonly latency: Histogram<"launch">;
  private readonly refused: Counter<"reason">;
  private readonly steps: Counter<"act">;
  private readonly ended: Counter<"reason">;
  private readonly failed: Counter<"act">;

  constructor(replica: () => Replica | undefined) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.latency = new Histogram({
      name: "gke_stateful_session_acquire_seconds",
      help: "Time from an acquire to a session that can be used, by whether its pod was ready.",
      labelNames: ["launch"],
      buckets: BUCKETS,
      registers,
    });
    this.refused = new Counter({
      name: "gke_stateful_session_refusals_total",
      help: "Callers that were refused, by reason.",
      labelNames: ["reason"],
      registers,
    });
    this.steps = new Counter({
      name: "gke_stateful_session_steps_total",
      help: "Steps that the controller took, by what they did.",
      labelNames: ["act"],
      registers,
    });
    this.ended = new Counter({
      name: "gke_stateful_session_changes_total",
      help: "Changes of slots that the controller made, by reason: IdleTimeout, MaxAge, Ended, Wiped and others.",
      labelNames: ["reason"],
      registers,
    });
    this.failed = new Counter({
      name: "gke_stateful_session_failures_total",
      help: "Steps that the API server refused, by what they would have done; deleteDisks is a wipe that fails.",
      labelNames: ["act"],
      registers,
    });
    new Gauge({
      name: "gke_stateful_session_slots",
      help: "Slots by state.",
      labelNames: ["state"],
      registers,
      collect() {
        this.reset();
        replica()
          ?.mirror.slots()
          .forEach((slot) => {
            this.inc({ state: wordOf(slot) });
          });
      },
    });
    new Gauge({
      name: "gke_stateful_session_waiting",
      help: "Callers that wait for a slot.",
      registers,
      collect() {
        this.set(replica()?.pool?.waiting ?? 0);
      },
    });
    new Gauge({
      name: "gke_stateful_session_leader",
      help: "1 where this replica leads.",
      registers,
      collect() {
        this.set(replica()?.pool === undefined ? 0 : 1);
      },
    });
  }

  /** A session was given out, after so many milliseconds. */
  acquired(launch: string, milliseconds: number): void {
    this.latency.observe({ launch }, milliseconds / 1000);
  }

  /** Somebody was refused. */
  refuse(reason: string): void {
    this.refused.inc({ reason });
  }

  /** The controller did something, or could not. */
  step({ act, error, why }: Told): void {
    if (error !== undefined) {
      this.failed.inc({ act });
      return;
    }
    this.steps.inc({ act });
    if (why !== undefined) {
      this.ended.inc({ reason: why });
    }
  }
}
