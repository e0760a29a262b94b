package io.jenkins.plugins.distrolessscan.engine.access;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster.HeldRights;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Need;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.RightCheck;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks the API server, with the very credential of the scan, who it is and what it may do (S-4, S-6, S-11, S-12): the
 * rights the scan needs, those it should not have, and all that it holds. At most about forty short calls that store
 * nothing.
 */
public final class AccessReview {
    /** Named pods whose rights are asked one by one; a Role that lists them is the same rule for all. */
    private static final int MAX_PODS_ASKED = 5;

    private static final String RBAC = "rbac.authorization.k8s.io";

    /** What a stolen token must not be able to do (M-2.7 of the seed's project). */
    static final List<Right> UNWANTED = List.of(
            new Right("create", "", "pods", ""),
            new Right("delete", "", "pods", ""),
            new Right("patch", "", "pods", ""),
            new Right("create", "", "pods/exec", ""),
            new Right("get", "", "pods/exec", ""),
            new Right("create", "", "pods/attach", ""),
            new Right("get", "", "secrets", ""),
            new Right("list", "", "secrets", ""),
            new Right("get", "", "configmaps", ""),
            new Right("list", "", "configmaps", ""),
            new Right("get", "", "serviceaccounts", ""),
            new Right("list", "", "serviceaccounts", ""),
            new Right("create", "", "serviceaccounts/token", ""),
            new Right("impersonate", "", "users", ""),
            new Right("impersonate", "", "serviceaccounts", ""),
            new Right("escalate", RBAC, "roles", ""),
            new Right("bind", RBAC, "roles", ""),
            new Right("*", "*", "*", ""));

    /** Asked of all namespaces at once. */
    private static final List<Right> ELSEWHERE =
            List.of(new Right("list", "", "pods", ""), new Right("list", "", "secrets", ""));

    private final Cluster cluster;
    private final String namespace;
    private final List<String> pods;
    private final List<String> notes = new ArrayList<>();
    private final List<RightCheck> rights = new ArrayList<>();
    private final List<String> excess = new ArrayList<>();
    private boolean excessKnown;

    private AccessReview(Cluster cluster, String namespace, List<String> pods) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.pods = List.copyOf(pods);
    }

    /**
     * @param credential what is known of the credential that {@code cluster} uses
     * @param pods names of the pods to scan; empty for a scan by labels or of all pods, which needs to list them
     * @throws ScanException UNAUTHENTICATED when the server does not know the credential; FORBIDDEN with the Role to apply
     *     when a needed right is denied for sure; CONNECTION
     */
    public static AccessFacts review(Cluster cluster, Credential credential, String namespace, List<String> pods)
            throws ScanException {
        return new AccessReview(cluster, namespace, pods).facts(credential);
    }

    private FactsOfServer server() throws ScanException {
        String version = ask("the server's version", cluster::version, "");
        int before = notes.size();
        String user = ask("who the credential is", () -> cluster.userName().orElse(""), "");
        if (user.isEmpty() && notes.size() == before) {
            notes.add("The API server does not tell who the credential is (SelfSubjectReview needs Kubernetes 1.28).");
        }
        return new FactsOfServer(version, user);
    }

    private record FactsOfServer(String version, String user) {}

    private AccessFacts facts(Credential credential) throws ScanException {
        FactsOfServer server = server();
        askNeeded();
        requireNeeded(server.user());
        askUnwanted();
        askHeld();
        return new AccessFacts(
                cluster.server(),
                server.version(),
                cluster.tls(),
                server.user(),
                credential,
                rights,
                excess,
                excessKnown,
                notes,
                MisuseChecks.none(MisuseChecks.Made.NO_TARGET));
    }

    private void askNeeded() throws ScanException {
        List<String> asked = pods.subList(0, Math.min(MAX_PODS_ASKED, pods.size()));
        if (asked.size() < pods.size()) {
            notes.add("The rights on single pods were asked for " + asked.size() + " of " + pods.size() + " pods.");
        }
        for (Right right : LeastPrivilegeManifests.needed(asked)) {
            rights.add(new RightCheck(right, Need.NEEDED, mayI(namespace, right)));
        }
    }

    private void askUnwanted() throws ScanException {
        for (Right right : UNWANTED) {
            rights.add(new RightCheck(right, Need.UNWANTED, mayI(namespace, right)));
        }
        for (Right right : ELSEWHERE) {
            if (mayI("", right) == Answer.ALLOWED) {
                excess.add(right + " in all namespaces");
            }
        }
    }

    private void askHeld() throws ScanException {
        HeldRights none = new HeldRights(List.of(), false, "");
        HeldRights held = ask("which rights it holds", () -> cluster.heldRights(namespace), none);
        excess.addAll(new ExcessRights(namespace, pods).of(held));
        for (RightCheck check : rights) {
            // Authorizers other than RBAC need not list what they allow.
            String text = check.right() + " in " + namespace;
            if (check.need() == Need.UNWANTED && check.answer() == Answer.ALLOWED && !excess.contains(text)) {
                excess.add(text);
            }
        }
        excessKnown = held.complete();
        if (held != none && !held.complete()) {
            notes.add(
                    "The server's list of rights is not complete" + (held.note().isEmpty() ? "." : ": " + held.note()));
        }
    }

    private void requireNeeded(String user) throws ScanException {
        List<Right> missing = rights.stream()
                .filter(c -> c.answer() == Answer.DENIED)
                .map(RightCheck::right)
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        LeastPrivilegeManifests manifests = LeastPrivilegeManifests.of(namespace, "distroless-scan", pods);
        throw new ScanException(
                ScanException.Kind.FORBIDDEN,
                "The credential" + (user.isEmpty() ? "" : " (" + user + ")") + " lacks rights that the scan needs in"
                        + " namespace \"" + namespace + "\": "
                        + missing.stream().map(Right::toString).collect(Collectors.joining(", "))
                        + ". Apply this Role and bind it to the credential's ServiceAccount:\n" + manifests.role());
    }

    private Answer mayI(String where, Right right) throws ScanException {
        return ask(
                "whether it may " + right + (where.isEmpty() ? " in all namespaces" : ""),
                () -> cluster.mayI(where, right),
                Answer.UNKNOWN);
    }

    /** A question that the server will not answer is a note; a server that cannot be asked at all ends the review. */
    private <T> T ask(String what, Question<T> question, T otherwise) throws ScanException {
        try {
            return question.ask();
        } catch (ScanException e) {
            switch (e.kind()) {
                case FORBIDDEN, NOT_FOUND, UNSUPPORTED, REFUSED -> {
                    notes.add("It could not be asked " + what + ": " + firstSentence(e.getMessage()));
                    return otherwise;
                }
                default -> throw e;
            }
        }
    }

    private static String firstSentence(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }

    private interface Question<T> {
        T ask() throws ScanException;
    }
}
