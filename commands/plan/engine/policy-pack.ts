import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { analyzeRequest, resourceMessage } from "./analyzer-messages";
import { withoutStack } from "./pack-process";
import { ALL, checkNames, checkSettings } from "./policy-config";
import { UserError } from "../../shared/user-error";
import { worstFirst } from "./verdicts";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { PackConfig, SettingSchema } from "./policy-config";
import type { AnsweredRegistration } from "./registration";
import type { PackArgs, RunningPack } from "./pack-process";
import type { Level, Remediation, Verdicts, Violation } from "./verdicts";
import type { WireObject } from "./wire";

/** A stack of thousands of resources must fit into a message. The runner's own limit is the same. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;
/** A configuration, and the file that it came from. */
export interface ConfigFile {
  readonly file: string;
  readonly config: PackConfig;
}

/** What became of resources before a pack. */
export interface Judged {
  readonly verdicts: Verdicts;
  /** The registrations, with the inputs that remediations changed. */
  readonly registrations: readonly AnsweredRegistration[];
}

/** A pack that knows its configuration. */
export interface Session {
  /**
   * Shows resources to the pack as the engine does, and returns what it says and the inputs that it changed.
   *
   * Errors: UserError with the pack's own message when it fails.
   */
  readonly judge: (registrations: readonly AnsweredRegistration[]) => Promise<Judged>;
  /** Ends the connection. */
  readonly close: () => void;
}

/** Connects to a pack and configures it, while the program still runs. What goes wrong is said when it is asked to judge. */
export function openSession({ port }: RunningPack, args: PackArgs, file: ConfigFile | undefined): Session {
  const opened = port.then(async (known) => {
    const client = new AnalyzerClient(`127.0.0.1:${known}`, grpc.credentials.createInsecure(), {
      "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
      "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
    });
    await call<messages.AnalyzerStackConfigureResponse>((done) => client.configureStack(stackMessage(args), done));
    const info = await call<messages.AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));
    return { client, info, levels: await configure(client, info, file) };
  });
  opened.catch(() => undefined);
  return {
    judge: async (registrations) => judge(await opened, registrations),
    close: () => {
      opened.then(
        ({ client }) => {
          client.close();
        },
        () => undefined,
      );
    },
  };
}

interface Opened {
  readonly client: AnalyzerClient;
  readonly info: messages.AnalyzerInfo;
  readonly levels: readonly messages.EnforcementLevel[];
}

async function judge({ client, info, levels }: Opened, all: readonly AnsweredRegistration[]): Promise<Judged> {
  const { judged, remediations } = levels.includes(LEVELS.remediate)
    ? await remediateAll(client, all)
    : { judged: all, remediations: [] };
  const byUrn = new Map(judged.map((registration) => [registration.urn, registration]));
  const single = judged.map(async (registration) => {
    const request = analyzeRequest(registration, byUrn);
    const response = await call<messages.AnalyzeResponse>((done) => client.analyze(request, done));
    return violationsOf(response, registration.urn);
  });
  const violations = (await Promise.all(single)).flat();
  const stack = new messages.AnalyzeStackRequest();
  stack.setResourcesList(judged.map((registration) => resourceMessage(registration, byUrn)));
  const response = await call<messages.AnalyzeResponse>((done) => client.analyzeStack(stack, done));
  const verdicts = {
    pack: info.getName(),
    version: info.getVersion(),
    policies: levels.filter((level) => level !== LEVELS.disabled).length,
    violations: worstFirst([...violations, ...violationsOf(response, null)], all),
    remediations,
  };
  return { verdicts, registrations: judged };
}

/** Resources with the inputs that policies changed: each before it is judged, and after those that it needs. */
async function remediateAll(
  client: AnalyzerClient,
  registrations: readonly AnsweredRegistration[],
): Promise<{ judged: readonly AnsweredRegistration[]; remediations: readonly Remediation[] }> {
  const byUrn = new Map<string, AnsweredRegistration>();
  const remediations: Remediation[] = [];
  for (const registration of registrations) {
    const { changed, made } = await remediate(client, registration, byUrn);
    remediations.push(...made);
    byUrn.set(changed.urn, changed);
  }
  return { judged: [...byUrn.values()], remediations };
}

function stackMessage({ mode, settings }: PackArgs): messages.AnalyzerStackConfigureRequest {
  const request = new messages.AnalyzerStackConfigureRequest();
  request.setProject(settings.project);
  request.setStack(settings.stack);
  request.setDryRun(mode === "preview");
  return request;
}

/** Tells every policy its level and settings, as the engine does; returns the levels. */
async function configure(
  client: AnalyzerClient,
  info: messages.AnalyzerInfo,
  file: ConfigFile | undefined,
): Promise<readonly messages.EnforcementLevel[]> {
  const config = file?.config ?? {};
  const policies = info.getPoliciesList();
  if (file !== undefined) {
    checkNames(
      file.file,
      config,
      policies.map((policy) => policy.getName()),
    );
    for (const policy of policies.filter((one) => one.getName() in config)) {
      const properties = policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {};
      checkSettings(file.file, policy.getName(), config[policy.getName()] ?? NO_CONFIG, {
        properties,
      } as SettingSchema);
    }
  }
  const request = new messages.ConfigureAnalyzerRequest();
  const levels = policies.map((policy) => {
    const { level, properties = {} } = config[policy.getName()] ?? {};
    const chosen = level ?? config[ALL]?.level;
    const message = new messages.PolicyConfig();
    message.setEnforcementlevel(chosen === undefined ? policy.getEnforcementlevel() : LEVELS[chosen]);
    message.setProperties(Struct.fromJavaScript(properties as Record<string, JavaScriptValue>));
    request.getPolicyconfigMap().set(policy.getName(), message);
    return message.getEnforcementlevel();
  });
  await call<Empty>((done) => client.configure(request, done));
  return levels;
}

const NO_CONFIG = { level: undefined, properties: {} };
const { EnforcementLevel, PolicySeverity } = messages;
const LEVELS: Readonly<Record<Level, messages.EnforcementLevel>> = {
  advisory: EnforcementLevel.ADVISORY,
  mandatory: EnforcementLevel.MANDATORY,
  disabled: EnforcementLevel.DISABLED,
  remediate: EnforcementLevel.REMEDIATE,
};
const SEVERITIES: Readonly<Partial<Record<messages.PolicySeverity, Violation["severity"]>>> = {
  [PolicySeverity.POLICY_SEVERITY_LOW]: "low",
  [PolicySeverity.POLICY_SEVERITY_MEDIUM]: "medium",
  [PolicySeverity.POLICY_SEVERITY_HIGH]: "high",
  [PolicySeverity.POLICY_SEVERITY_CRITICAL]: "critical",
};

async function remediate(
  client: AnalyzerClient,
  registration: AnsweredRegistration,
  before: ReadonlyMap<string, AnsweredRegistration>,
): Promise<{ changed: AnsweredRegistration; made: readonly Remediation[] }> {
  const request = analyzeRequest(registration, before);
  const response = await call<messages.RemediateResponse>((done) => client.remediate(request, done));
  const all = response.getRemediationsList();
  const inputs = all.map((one) => one.getProperties()?.toJavaScript() as WireObject | undefined).findLast(Boolean);
  return {
    changed: inputs === undefined ? registration : { ...registration, inputs },
    made: all.map((one) => ({ policy: one.getPolicyname(), urn: registration.urn, problem: one.getDiagnostic() })),
  };
}

function violationsOf(response: messages.AnalyzeResponse, urn: string | null): Violation[] {
  return response.getDiagnosticsList().map((diagnostic) => ({
    policy: diagnostic.getPolicyname(),
    level: diagnostic.getEnforcementlevel() === EnforcementLevel.ADVISORY ? "advisory" : "mandatory",
    severity: SEVERITIES[diagnostic.getSeverity()] ?? "unspecified",
    urn: diagnostic.getUrn() === "" ? urn : diagnostic.getUrn(),
    message: diagnostic.getMessage(),
  }));
}

/** A call's answer. What the pack throws comes with its stack, which is not for users. */
function call<Response>(
  start: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    start((error, response) => {
      if (error === null) {
        resolve(response);
      } else {
        reject(new UserError(`The policy pack failed: ${withoutStack(error.details)}`, { cause: error }));
      }
    });
  });
}
