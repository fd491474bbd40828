/**
 * The arrows between rooms, in one place; types count like everything else. `npm run check:arrows` holds them, and
 * docs/architecture.md shows them. What each room is for: CONTRIBUTING.md.
 */

/** Rooms, from the one that everybody may use to the ones that nobody imports: what each may import besides itself. */
const ROOMS = {
  policy: [],
  cluster: ["policy"],
  config: ["policy"],
  monitoring: [],
  components: ["cluster", "config", "monitoring", "policy"],
  platform: ["cluster", "components", "config", "policy"],
  sessions: ["cluster", "policy"],
  commands: ["cluster", "config", "policy", "sessions"],
  delivery: ["config"],
};
/** Of the policy package, what other rooms may import: facts, the graph of objects, cost, readiness, rules and their engine. */
const PUBLIC_POLICY = "^policy/(facts|graph|cost|readiness|rules)/";
/** Commands, and whose parts they may use besides `shared`. */
const COMMANDS = {
  adopt: ["analyze", "plan"],
  analyze: [],
  cost: ["plan"],
  doctor: ["cost", "plan"],
  plan: ["analyze", "cost"],
  prices: ["cost"],
  recommend: ["cost", "plan"],
  rehearse: ["plan", "tools"],
  sessions: [],
  tools: [],
  usage: ["cost", "plan"],
  volumes: [],
};
/** Inner layers of a room: what a layer may import of its own room. */
const LAYERS = {
  "policy/facts": [],
  "policy/graph": ["facts"],
  "policy/cost": ["facts", "graph"],
};

const any = (names) => names.join("|");
const onlyFrom = (room, allowed, parent = "") => ({
  name: `${parent}${room}`,
  comment: `${parent}${room} may import only ${[room, ...allowed].join(", ")}.`,
  severity: "error",
  from: { path: `^${parent}${room}/` },
  to: {
    path: parent === "" ? `^(${any(Object.keys(ROOMS))}|test|tools|index\\.ts|library\\.ts)(/|$)` : `^${parent}`,
    pathNot: `^${parent}(${any([room, ...allowed])})/`,
  },
});

export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    ...Object.entries(ROOMS).map(([room, allowed]) => onlyFrom(room, allowed)),
    ...Object.entries(COMMANDS).map(([command, allowed]) => onlyFrom(command, ["shared", ...allowed], "commands/")),
    onlyFrom("shared", [], "commands/"),
    ...Object.entries(LAYERS).map(([layer, allowed]) => {
      const [room, name] = layer.split("/");
      return onlyFrom(name, allowed, `${room}/`);
    }),
    {
      name: "public-policy",
      comment: "Of policy/, other rooms import what PUBLIC_POLICY names.",
      severity: "error",
      from: { path: `^(${any(Object.keys(ROOMS).filter((room) => room !== "policy"))})/` },
      to: { path: "^policy/", pathNot: PUBLIC_POLICY },
    },
    {
      name: "pulumi-only-where-resources-are-made",
      comment: "Rules, configuration, the client of clusters and commands run without the SDKs of Pulumi.",
      severity: "error",
      from: {
        path: "^(cluster|config|commands|policy|sessions)/",
        pathNot: "^(policy/(pack/|index)|commands/plan/engine/)",
      },
      to: { path: "node_modules/@pulumi/" },
    },
    {
      name: "nothing-imports-tests",
      severity: "error",
      from: { pathNot: "^test/" },
      to: { path: "^test/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|out)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    reporterOptions: { dot: { collapsePattern: "^(commands/[^/]+|policy/[^/]+|[^/]+)/" } },
  },
};
