package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Need;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.RightCheck;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the credential may do, against what the scan needs (S-4, S-10, S-11). */
final class Privileges {
    private static final String LOG = "pods/log";
    /** Rights that are compared with each other: an agent could hand over any number. */
    private static final int MOST = 1_000;

    private Privileges() {}

    /** Whether rights are held that the scan does not need. */
    static Judgement excess(RiskEvidence evidence) {
        AccessFacts access = evidence.access();
        List<String> excess = excessOf(access);
        if (!excess.isEmpty()) {
            return Judgement.of(
                            State.NOT_MET,
                            Fact.api("Held beyond the need, " + FactWords.count(excess.size(), "right") + ": "
                                    + FactWords.list(excess) + "."))
                    .advising(removal(excess));
        }
        if (!access.excessKnown()) {
            return Judgement.of(
                            State.NOT_VERIFIABLE,
                            Fact.api(
                                    "The server's list of this account's rights is not complete, so rights beyond the need "
                                            + "cannot be ruled out" + notes(access) + "."))
                    .advising(
                            "Compare the Roles and ClusterRoles bound to this account with the Role that the scan generates.");
        }
        return Judgement.of(
                State.VERIFIED,
                Fact.api("The server's list of this account's rights holds none beyond what the scan needs."));
    }

    /** What was needed, with the server's answers: for reading, never a state of its own. */
    static Fact needed(RiskEvidence evidence) {
        List<RightCheck> needed = checks(evidence.access(), Need.NEEDED);
        if (needed.isEmpty()) {
            return Fact.client("The server was not asked about the rights that the scan needs.");
        }
        List<String> missing = names(needed, Answer.DENIED);
        List<String> unknown = names(needed, Answer.UNKNOWN);
        List<String> held = names(needed, Answer.ALLOWED);
        StringBuilder text = new StringBuilder("Needed ")
                .append(FactWords.count(needed.size(), "right"))
                .append("; held: ");
        text.append(held.isEmpty() ? "none" : FactWords.list(held)).append("; missing: ");
        text.append(missing.isEmpty() ? "none" : FactWords.list(missing));
        if (!unknown.isEmpty()) {
            text.append("; no answer for: ").append(FactWords.list(unknown));
        }
        return Fact.api(text.append('.').toString());
    }

    /** Rights that the scan should not have and the server says it has, and logs of every pod. Each once. */
    private static List<String> excessOf(AccessFacts access) {
        List<String> excess =
                new ArrayList<>(access.excess().stream().limit(MOST).toList());
        for (RightCheck check : access.rights().stream().limit(MOST).toList()) {
            boolean unwanted = check.need() == Need.UNWANTED;
            boolean everyLog =
                    check.right().resource().equals(LOG) && check.right().name().isEmpty();
            if (check.answer() == Answer.ALLOWED && (unwanted || everyLog)) {
                String text = check.right().toString();
                if (excess.stream().noneMatch(known -> known.equals(text) || known.startsWith(text + " "))) {
                    excess.add(everyLog ? text + " of every pod" : text);
                }
            }
        }
        excess.sort(Comparator.comparingInt(Privileges::power));
        return excess;
    }

    /** Only five are named: the most powerful ones first. */
    private static int power(String right) {
        if (right.contains("*")) {
            return 0;
        }
        if (right.contains("in all namespaces") || right.contains("secrets")) {
            return 1;
        }
        return right.startsWith("get ") || right.startsWith("list ") || right.startsWith("watch ") ? 3 : 2;
    }

    /** On which pods the right is held, as far as the server was asked. */
    static Fact scope(AccessFacts access) {
        List<RightCheck> held = access.rights().stream()
                .filter(check -> check.right().resource().equals("pods/ephemeralcontainers"))
                .filter(check -> check.answer() == Answer.ALLOWED)
                .toList();
        if (held.stream().anyMatch(check -> check.right().name().isEmpty())) {
            return Fact.api("The right is held on every pod of the namespace.");
        }
        return held.isEmpty()
                ? Fact.client("On which pods the right is held was not answered.")
                : Fact.api("The right was asked for by name and is held on " + FactWords.count(held.size(), "pod")
                        + "; whether on others too is said with the rights beyond the need.");
    }

    private static String removal(List<String> excess) {
        return excess.stream().allMatch(right -> right.contains(LOG))
                ? "Scan by pod names with a Role that limits get pods/log by resourceNames: without names the token reads "
                        + "every application's log, and a scan by labels needs it without names."
                : "Take these rights from the account: bind it to the Role that the scan generates and to nothing else.";
    }

    private static String notes(AccessFacts access) {
        return access.notes().isEmpty() ? "" : ": " + FactWords.list(access.notes());
    }

    private static List<RightCheck> checks(AccessFacts access, Need need) {
        return access.rights().stream().filter(check -> check.need() == need).toList();
    }

    private static List<String> names(List<RightCheck> checks, Answer answer) {
        return checks.stream()
                .filter(check -> check.answer() == answer)
                .map(check -> check.right().toString())
                .toList();
    }
}
