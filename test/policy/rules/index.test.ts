import { RULES } from "../../../policy/rules";
import { ruleTest } from "../../support/rules";
RULES.forEach((r) => ruleTest(r));
