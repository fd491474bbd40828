import * as grpc from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as engineMessages from "@pulumi/pulumi/proto/engine_pb";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/resource_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { recordRegistration } from "./registration";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { PlanMode } from "./plan";
import type { AnsweredRegistration, Registration } from "./registration";
import type { WireObject } from "./wire";

/**
 * What the program sees of the Pulumi engine: its resource monitor and its log. It records what the program asks for and
 * makes nothing. Not modelled: state, differences, the providers' own checks.
 */

/** Type of the resource that stands for the stack. */
const STACK_TYPE = "pulumi:pulumi:Stack";
/** What to do where a plan cannot. */
const INSTEAD = "Use pulumi preview, with --policy-pack to judge it.";
/** A plan of thousands of resources must fit into a message. */
const MAX_MESSAGE_BYTES = 400_000_000;

/** What a provider would answer. */
export interface ProviderAnswer {
  /** Id, or undefined where it is not known yet. */
  readonly id: string | undefined;
  /** Inputs as the provider completes them. */
  readonly inputs: WireObject;
  /** Outputs. In a preview, outputs that are missing here are unknown to the program. */
  readonly outputs: WireObject;
}

/** What a run is answered with. */
export interface MonitorArgs {
  readonly project: string;
  readonly stack: string;
  readonly mode: PlanMode;
  /** Answers in the place of the providers. */
  readonly answer: (registration: Registration) => ProviderAnswer | Promise<ProviderAnswer>;
  /** Called when the program has registered everything, which then waits for it. @default nothing */
  readonly onRegistered?: () => Promise<void>;
}

/** A hook that the program registered, by which the engine would call it back. */
interface RegisteredHook {
  readonly name: string;
  /** Address of the program's callback server. */
  readonly target: string;
  /** Token of the callback. */
  readonly token: string;
  readonly onDryRun: boolean;
}

/** What a run has asked for so far. */
export interface Recording {
  readonly registrations: AnsweredRegistration[];
  readonly hooks: RegisteredHook[];
  readonly warnings: string[];
  readonly errors: string[];
  /** Outputs of the stack. */
  outputs: WireObject;
}

/** A monitor that listens. */
export interface RunningMonitor {
  /** `127.0.0.1:port`, for the program. */
  readonly address: string;
  readonly recording: Recording;
  /** Ends every connection. */
  readonly stop: () => void;
}

type Handler<Request, Response> = (request: Request) => Response | Promise<Response>;

const { ResourceMonitorFeature: Feature } = messages;
/** Transforms and invokes are not among them: a program that needs one is told so, instead of being planned wrongly. */
const FEATURES = [
  Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
  Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  Feature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
  Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  Feature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  Feature.RESOURCE_MONITOR_FEATURE_PARAMETERIZATION,
  Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_HOOKS,
  Feature.RESOURCE_MONITOR_FEATURE_ERROR_HOOKS,
];

/** Starts a monitor on a free port of this machine. */
export async function startMonitor(args: MonitorArgs): Promise<RunningMonitor> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  const recording: Recording = { registrations: [], hooks: [], warnings: [], errors: [], outputs: {} };
  const root: Root = { urn: "", known: new Set() };
  server.addService(ResourceMonitorService, unaryHandlers(monitorMethods(args, recording, root)));
  server.addService(EngineService, unaryHandlers(engineMethods(recording, root)));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) {
        resolve(bound);
      } else {
        reject(error);
      }
    });
  });
  return {
    address: `127.0.0.1:${String(port)}`,
    recording,
    stop: () => {
      server.forceShutdown();
    },
  };
}

/** The stack's own URN, and those that are taken. */
interface Root {
  urn: string;
  readonly known: Set<string>;
}

type Methods = Record<string, Handler<never, unknown>>;

function monitorMethods(args: MonitorArgs, recording: Recording, root: Root): Methods {
  return {
    getDeploymentInfo: () => deploymentInfo(args),
    supportsFeature: () => {
      const response = new messages.SupportsFeatureResponse();
      response.setHassupport(false);
      return response;
    },
    registerResource: (request: messages.RegisterResourceRequest) => registerResource(request, args, recording, root),
    registerResourceOutputs: (request: messages.RegisterResourceOutputsRequest) => {
      if (request.getUrn() === root.urn) {
        recording.outputs = request.getOutputs()?.toJavaScript() ?? {};
      }
      return new Empty();
    },
    registerResourceHook: (request: messages.RegisterResourceHookRequest) => {
      const callback = request.getCallback();
      recording.hooks.push({
        name: request.getName(),
        target: callback?.getTarget() ?? "",
        token: callback?.getToken() ?? "",
        onDryRun: request.getOnDryRun(),
      });
      return new Empty();
    },
    registerErrorHook: () => new Empty(),
    registerPackage: () => {
      const response = new messages.RegisterPackageResponse();
      response.setRef("package");
      return response;
    },
    signalAndWaitForShutdown: async () => {
      await args.onRegistered?.();
      return new Empty();
    },
    readResource: (request: messages.ReadResourceRequest) => {
      throw new Error(
        `The program reads ${request.getType()} ${request.getName()} from the cloud, which a plan cannot. ${INSTEAD}`,
      );
    },
    invoke: (request: messages.ResourceInvokeRequest) => {
      throw new Error(`The program asks a provider for ${request.getTok()}, which a plan cannot. ${INSTEAD}`);
    },
  };
}

function deploymentInfo({ mode, project, stack }: MonitorArgs): messages.DeploymentInfo {
  const info = new messages.DeploymentInfo();
  info.setProject(project);
  info.setStack(stack);
  info.setDryrun(mode === "preview");
  info.setSupportedfeaturesList(FEATURES);
  return info;
}

async function registerResource(
  request: messages.RegisterResourceRequest,
  args: MonitorArgs,
  recording: Recording,
  root: Root,
): Promise<messages.RegisterResourceResponse> {
  const urn = urnOf(request, args, root.urn);
  if (request.getType() === STACK_TYPE) {
    root.urn = urn;
  }
  if (root.known.has(urn)) {
    // The engine's own rule: two resources of one URN could not be told apart in the state.
    throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
  }
  root.known.add(urn);
  if (request.getRemote()) {
    throw new Error(
      `The program makes ${request.getType()} ${request.getName()}, a component that its provider renders, which a plan cannot. ${INSTEAD}`,
    );
  }
  const asked = recordRegistration(urn, request);
  const response = new messages.RegisterResourceResponse();
  response.setUrn(urn);
  const { id, inputs, outputs } = asked.custom
    ? await args.answer(asked)
    : { ...asked, id: undefined, outputs: asked.inputs };
  recording.registrations.push({ ...asked, inputs, outputs });
  response.setId(id ?? "");
  response.setObject(Struct.fromJavaScript(outputs as Record<string, JavaScriptValue>));
  return response;
}

/** The engine's own rule: types of the ancestors, except for the stack, then the name. */
function urnOf(request: messages.RegisterResourceRequest, { project, stack }: MonitorArgs, root: string): string {
  const parent = request.getParent();
  const parentTypes = parent === "" || parent === root ? "" : `${parent.split("::")[2] ?? ""}$`;
  return `urn:pulumi:${stack}::${project}::${parentTypes}${request.getType()}::${request.getName()}`;
}

function engineMethods(recording: Recording, root: Root): Methods {
  const { LogSeverity } = engineMessages;
  return {
    log: (request: engineMessages.LogRequest) => {
      if (request.getSeverity() === LogSeverity.WARNING) {
        recording.warnings.push(request.getMessage());
      } else if (request.getSeverity() === LogSeverity.ERROR) {
        recording.errors.push(request.getMessage());
      }
      return new Empty();
    },
    getRootResource: () => {
      const response = new engineMessages.GetRootResourceResponse();
      response.setUrn(root.urn);
      return response;
    },
    setRootResource: () => new engineMessages.SetRootResourceResponse(),
    requirePulumiVersion: () => new engineMessages.RequirePulumiVersionResponse(),
  };
}

/** Every method answers once; what it throws becomes the error that the program sees. */
function unaryHandlers(methods: Methods): grpc.UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [
      name,
      (call: grpc.ServerUnaryCall<never, unknown>, callback: grpc.sendUnaryData<unknown>) => {
        new Promise((resolve) => {
          resolve(method(call.request));
        }).then(
          (response) => {
            callback(null, response);
          },
          (error: unknown) => {
            const details = error instanceof Error ? error.message : String(error);
            callback({ code: grpc.status.UNKNOWN, details }, null);
          },
        );
      },
    ]),
  ) as grpc.UntypedServiceImplementation;
}
