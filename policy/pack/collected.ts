import { fromPulumi, fromStack } from "../graph/from-pulumi";
import { ObjectGraph } from "../graph/graph";
import { wireOf } from "./sdk";
import type { PolicyProviderResource, PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import type { PulumiResource, WireMap } from "../graph/from-pulumi";
import type { GraphContext } from "../graph/graph";

/**
 * The resources that the engine has shown so far. On the first preview of a cluster, stack policies see nothing of the
 * objects in it; their inputs were all there when each of them was validated, so that is when they are kept.
 */
export class Collected {
  private readonly seen = new Map<string, PulumiResource>();
  private readonly alone = new WeakMap<WireMap, ObjectGraph>();
  private readonly stacks = new WeakMap<WireMap, ObjectGraph>();

  private readonly context: GraphContext;

  constructor(context: GraphContext) {
    this.context = context;
  }

  /** Keeps a resource's inputs, and gives the graph of this resource alone. */
  see(args: ResourceValidationArgs): ObjectGraph {
    const inputs = wireOf(args.props);
    const known = this.alone.get(inputs);
    if (known !== undefined) {
      return known;
    }
    const resource = { ...describe(args), inputs };
    this.seen.set(args.urn, resource);
    const graph = new ObjectGraph(fromPulumi(resource), this.context);
    this.alone.set(inputs, graph);
    return graph;
  }

  /** The graph of all resources of a stack. Every policy asks for it with the same resources; it is made once. */
  stack(resources: readonly PolicyResource[]): ObjectGraph {
    const [first] = resources;
    const key = first === undefined ? {} : wireOf(first.props);
    const known = this.stacks.get(key);
    if (known !== undefined) {
      return known;
    }
    const graph = new ObjectGraph(fromStack(resources.map((resource) => this.complete(resource))), this.context);
    this.stacks.set(key, graph);
    return graph;
  }

  /** A resource of the stack, with the inputs that were kept; of one that nobody saw, its outputs, if there are any. */
  private complete(resource: PolicyResource): PulumiResource {
    const outputs = wireOf(resource.props);
    const unseen = { ...describe(resource), inputs: Object.keys(outputs).length === 0 ? undefined : outputs };
    return {
      ...(this.seen.get(resource.urn) ?? unseen),
      dependencies: resource.dependencies.map(({ urn }) => urn),
      references: Object.fromEntries(
        Object.entries(resource.propertyDependencies).map(([key, sources]) => [key, sources.map(({ urn }) => urn)]),
      ),
    };
  }
}

type Described = Pick<ResourceValidationArgs, "urn" | "type" | "name" | "opts"> & {
  readonly provider?: PolicyProviderResource;
};

function describe({ name, opts, provider, type, urn }: Described): Omit<PulumiResource, "inputs"> {
  return {
    urn,
    type,
    name,
    isProtected: opts.protect,
    ignoreChanges: opts.ignoreChanges,
    provider: provider === undefined ? undefined : { urn: provider.urn, inputs: wireOf(provider.props) },
  };
}
