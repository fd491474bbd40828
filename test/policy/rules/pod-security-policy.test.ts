import { podSecurityPolicy } from "../../../policy/rules/pod-security-policy";
import { ruleTest } from "../../support/rules";

ruleTest(podSecurityPolicy, {});
