/**
 * Finds passwords in clear. Every expression here has bounded parts and begins at the start of a word, so that a text of any kind, such as
 * a dump with lines of dashes, is read in linear time.
 */

/** Names of what opens something: a password, a key or a token. What ends otherwise, as in PASSWORD_FILE, tells where one is. */
const SECRET_NAME =
  /(?:^|[-_.])(?:(?:pg|my|root|db|admin|user)?(?:password|passwd|passphrase)|pass|pwd|(?:app|auth|client|cookie|jwt|session)[-_]?secret|erlang[-_]?cookie|secret[-_]?(?:access[-_]?)?key(?:[-_]base)?|(?:api|access|encryption|private)[-_]?key|(?:api|auth|access|bearer|bot|root)[-_]?token)$/i;
/** Names of passwords in files and commands, where keys and tokens are too often something else. */
const PASSWORD_NAME =
  /(?:^|[-_.])(?:[a-z]{0,20}(?:password|passphrase)|(?:pg|my|(?<=.[-_.]))passwd|pass|pwd|requirepass|masterauth)$/i;
const CAMEL = /(?<=[a-z])(?=[A-Z])/g;
/** Names that end like a secret's and are a switch, or something else. */
const SWITCH =
  /(?:^|[-_.])(?:allow|by|bypass|enable|disable|encrypt|generate|hide|no|proxy|random|require|reset|show|use|with)(?:[-_.]|$)/i;
/** Values that are no secret: nothing, a switch, a number that is short, a path, and what something else puts in later. */
const NO_SECRET =
  /^(?:|.*\.(?:crt|key|pem)|force\w*|optional|required|requisite|sufficient|true|false|yes|no|on|off|none|null|nil|undefined|ok|string|text|\d{1,3}|\/.*|file:.*)$/i;
/** As an example in a file, or as the name of a field in a form. */
const PLACEHOLDER_WORD = /^(?:pass(?:word)?|passwd|changeit|secret)$/i;
/** A variable that may tell the key in a Secret, and values that read like one. */
const KEY_OF_SECRET = /secret[-_]?key$/i;
const NAMED_KEY = /^(?:[a-z0-9]+[-_.])*(?:password|passwd|token|username)$/;
const FILLED_IN_LATER =
  /[$<>{}`]|%(?![0-9a-f]{2})|^ENC\(|environ\b|\.env\b|getenv|^(?:vault|sops|secret|ref\+\w+|arn|projects|op|sm|\w+-secrets?)[:/]|^!(?:secret|vault|env|ref|sub)\b|^\*[\w-]*$|^\*+$|^@@.+@@$|^__\w+__$|^\[[\w -]+\]$|^x+$|^(?:insert|replace|your)[-_]/i;
/** A call of a function or a field of an object, in a file that is a program. */
const CODE = /^[a-z_][\w.]*[([]|^(?:config|settings|env|self|this|options|args|secrets)\.\w/i;

/** Longest part of a text that can be a user, a scheme or a name. */
const LONGEST = 200;
/** `name: value` and its like: name, what is between, and the value in quotes or up to where a value ends. */
const PAIR =
  /(?<![\w.$])([A-Za-z_][\w.-]{0,80})(["']?[ \t]{0,20}(?:=>?|:=?)[ \t]{0,20})(?:"([^"\n]{0,200})"|'([^'\n]{0,200})'|([^\s"',;#&}\]]{1,200}))/g;
/** What stands between the names and values of a configuration file of redis. */
const SPACED = /^[ \t]{0,20}(requirepass|masterauth|masteruser-password)[ \t]{1,20}["']?([^\s"'#]{1,200})/gim;
/** An element of XML, by its name. */
const ELEMENT = /<([A-Za-z][\w.-]{0,60})>([^<\n]{1,200})<\//g;
/** How SQL sets a password. */
const SQL = /\b(?:identified[ \t]{1,5}(?:with[ \t]{1,5}\w{1,40}[ \t]{1,5})?by|password)[ \t]{1,5}'([^'\n]{1,200})'/gi;
/** An address of Go's driver for MySQL. */
const GO_ADDRESS = /(?<![\w.-])[\w.-]{1,64}:([^\s@/"':]{1,200})@(?:tcp|unix)\(/g;
/** A line that a program or server does not read. */
const COMMENT = /^[ \t]{0,200}(?:#|\/\/|--|;|\*|<!--).*$/gm;
/** A variable that holds a user and a password in one. */
const USER_AND_PASSWORD = /^NEO4J_AUTH$/;

/** Whether a variable, or a key of a ConfigMap, holds a password in clear. */
export function isClearPassword(name: string, value: string): boolean {
  if (USER_AND_PASSWORD.test(name)) {
    return isValue(value.split("/").slice(1).join("/"));
  }
  const isSecret =
    isNamed(SECRET_NAME, name) &&
    isValue(value) &&
    !value.includes("\n") &&
    // The word is a password too, but under DB_SECRET_KEY it names one.
    !(PLACEHOLDER_WORD.test(value) && !isNamed(PASSWORD_NAME, name)) &&
    !(KEY_OF_SECRET.test(name) && NAMED_KEY.test(value));
  return isSecret || hasAddress(value);
}

/** Where a text, such as a configuration file, has a password in clear: the name that it is under; undefined where it has none. */
export function clearPasswordIn(text: string): string | undefined {
  return passwordIn(text.replaceAll(COMMENT, ""));
}

function passwordIn(text: string): string | undefined {
  for (const { isBare, name, value } of pairsIn(text)) {
    if (isNamed(PASSWORD_NAME, name) && isFileValue(value, isBare)) {
      return name;
    }
  }
  const unnamed = UNNAMED.find(([pattern]) =>
    [...text.matchAll(pattern)].some(([, value = ""]) => isFileValue(value, false)),
  );
  return unnamed?.[1] ?? (hasAddress(text) ? "an address" : undefined);
}

interface Pair {
  readonly name: string;
  readonly value: string;
  /** Whether the value stands without quotes. */
  readonly isBare: boolean;
}

/** Everything that looks like a name and its value. */
function* pairsIn(text: string): Iterable<Pair> {
  yield* assignmentsIn(text);
  for (const pattern of [SPACED, ELEMENT]) {
    for (const [, name = "", value = ""] of text.matchAll(pattern)) {
      yield { name, value, isBare: false };
    }
  }
}

function* assignmentsIn(text: string): Iterable<Pair> {
  for (const match of text.matchAll(PAIR)) {
    const [whole, name = "", between = "", double, single, bare] = match;
    const end = match.index + whole.length;
    if (bare === undefined || endsThere(between, text.slice(end, end + LONGEST))) {
      yield { name, value: double ?? single ?? bare ?? "", isBare: bare !== undefined };
    }
  }
}

/** What has a password and no name for it. */
const UNNAMED = [
  [SQL, "a statement of SQL"],
  [GO_ADDRESS, "an address"],
] as const;

/** Programs that take a password as `-pPASSWORD`. */
const GLUED = /(?:^|\/)(?:mysql|mysqladmin|mysqldump|mysqlcheck|mariadb|mariadb-admin|mariadb-dump)$/;
/** Programs that take one after `-a`, or after `-p`. */
const AFTER: Readonly<Record<string, string>> = { "redis-cli": "-a", mongosh: "-p", mongo: "-p", mongodump: "-p" };

/** Where a command has a password in clear; undefined where it has none. */
export function clearPasswordInCommand(words: readonly string[]): string | undefined {
  for (const command of commandsIn(words)) {
    const flag = command.find((_, index) => isFlagWithPassword(command, index) || isShortFlag(command, index));
    if (flag !== undefined) {
      return flagOf(flag);
    }
  }
  return words.map(passwordIn).find((name) => name !== undefined);
}

/** The words of a command, and of each command in a script that it is given: a flag belongs to one program. */
function commandsIn(words: readonly string[]): readonly (readonly string[])[] {
  const isScript = (word: string): boolean => /\s/.test(word) && !word.startsWith("-");
  const inScripts = words.filter(isScript).flatMap((script) =>
    script
      .replaceAll("\\\n", " ")
      .split(/[;|&()\n]+/)
      .map((command) => command.split(/\s+/).filter((word) => word !== "")),
  );
  return [words.filter((word) => !isScript(word)), ...inScripts].map((command) => command.map(unquoted));
}

/** The flag alone, without what is glued to it. */
function flagOf(word: string): string {
  return word.startsWith("--") || !word.startsWith("-p") ? word : "-p";
}

function isFlagWithPassword(all: readonly string[], index: number): boolean {
  const flag = /^--?([A-Za-z][\w.-]{0,60})$/.exec(all[index] ?? "")?.[1] ?? "";
  const next = all[index + 1] ?? "";
  return isNamed(PASSWORD_NAME, flag) && !next.startsWith("-") && isFileValue(next, false);
}

/** `-pPASSWORD`, `-p PASSWORD` and `-a PASSWORD`, which mean that to some programs only. */
function isShortFlag(all: readonly string[], index: number): boolean {
  const word = all[index] ?? "";
  const program = all.slice(0, index).findLast((one) => GLUED.test(one) || nameOf(one) in AFTER) ?? "";
  const glued = GLUED.test(program) ? /^-p(.+)$/.exec(word)?.[1] : undefined;
  const after = word === AFTER[nameOf(program)] ? all[index + 1] : undefined;
  return isValue(glued ?? after ?? "");
}

function nameOf(program: string): string {
  return program.slice(program.lastIndexOf("/") + 1);
}

function unquoted(word: string): string {
  return word.replace(/^["']|["']$/g, "");
}

/** A scheme before `://`, and a user and password after it. */
function hasAddress(text: string): boolean {
  for (let at = text.indexOf("://"); at !== -1; at = text.indexOf("://", at + 1)) {
    const start = at + "://".length;
    const [, password] =
      /^[^\s:@/"']{0,200}:([^\s@/"']{1,200})@[^\s]/.exec(text.slice(start, start + 2 * LONGEST)) ?? [];
    if (/[a-z0-9]$/i.test(text.slice(Math.max(0, at - 1), at)) && isValue(password ?? "")) {
      return true;
    }
  }
  return false;
}

/** Whether a bare value is all there is: in prose, words follow. Between pairs without blanks, as in a connection string, anything may follow. */
function endsThere(between: string, rest: string): boolean {
  return !/\s/.test(between) || /^[ \t]*(?:$|[\n\r,;}#&\]])/.test(rest);
}

function isNamed(pattern: RegExp, name: string): boolean {
  const spelled = name.replaceAll(CAMEL, "_");
  return pattern.test(spelled) && !SWITCH.test(spelled);
}

function isValue(value: string): boolean {
  return !NO_SECRET.test(value) && !FILLED_IN_LATER.test(value);
}

function isFileValue(value: string, isBare: boolean): boolean {
  return isValue(value) && !PLACEHOLDER_WORD.test(value) && !(isBare && CODE.test(value));
}
