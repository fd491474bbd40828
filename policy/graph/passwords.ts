/** Names of what opens something: a password, a key or a token. What ends otherwise, as in PASSWORD_FILE, tells where one is. */
const SECRET_NAME =
  /(?:^|[-_.])(?:(?:pg|my|root|db|admin|user)?(?:password|passwd|passphrase)|pass|pwd|(?:app|auth|client|cookie|jwt|session)[-_]?secret|secret[-_]?(?:access[-_]?)?key(?:[-_]base)?|(?:api|access|encryption|private)[-_]?key|(?:api|auth|access|bearer|bot|root)[-_]?token)$/i;
const CAMEL = /(?<=[a-z])(?=[A-Z])/g;
/** Names that end like a secret's and are a switch. */
const SWITCH = /(?:^|_)(?:allow|enable|disable|generate|hide|no|random|require|reset|show|use|with)(?:_|$)/i;
/** Values that are no secret: nothing, a switch, a number that is short, a path, and what something else puts in later. */
const NO_SECRET =
  /^(?:|.*\.(?:crt|key|pem)|force\w*|optional|password|required|requisite|sufficient|true|false|yes|no|on|off|none|null|\d{1,3}|\/.*|file:.*)$/i;
const FILLED_IN_LATER =
  /[$<>{}%`]|^ENC\(|os\.environ|^(?:vault|sops|secret|ref\+\w+|arn|projects)[:/]|^\*+$|^x+$|^(?:insert|replace|your)[-_]/i;
/** An address with a user and a password in it. */
const ADDRESS = /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/"']*:([^\s@/"']+)@[^\s]/i;
/** A line of a configuration file that sets a password. */
const LINE =
  /^[ \t-]*(?:export[ \t]+)?["']?((?:[\w-]+[._-])*(?:password|passphrase|requirepass|masterauth)|[\w.-]+[._-]passwd)["']?[ \t]*(?:[:=][ \t]*|(?<=requirepass|masterauth)[ \t]+)["']?([^\s"',;#]+)["']?[ \t]*[,;]?[ \t]*(?:#.*)?$/gim;

/** Whether a value under a name is a password in clear. */
export function isClearPassword(name: string, value: string): boolean {
  const spelled = name.replaceAll(CAMEL, "_");
  const isSecret = SECRET_NAME.test(spelled) && !SWITCH.test(spelled) && isValue(value) && !value.includes("\n");
  return isSecret || isValue(ADDRESS.exec(value)?.[1] ?? "");
}

/** Where a text, such as a configuration file, has a password in clear: the name that it is under; undefined where it has none. */
export function clearPasswordIn(text: string): string | undefined {
  for (const [, name = "", value = ""] of text.matchAll(LINE)) {
    if (!SWITCH.test(name.replaceAll(CAMEL, "_")) && isValue(value)) {
      return name;
    }
  }
  return isValue(ADDRESS.exec(text)?.[1] ?? "") ? "an address" : undefined;
}

function isValue(value: string): boolean {
  return !NO_SECRET.test(value) && !FILLED_IN_LATER.test(value);
}
