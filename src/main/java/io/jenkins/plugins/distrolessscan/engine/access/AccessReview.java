package io.jenkins.plugins.distrolessscan.engine.access;

import io.jenkins.plugins.distrolessscan.engine.cluster.AtOnce;
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
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Asks the API server, with the very credential of the scan, who it is and what it may do (S-4, S-6, S-11, S-12): the
 * rights the scan needs, those it should not have, and all that it holds. Nothing is stored. Where the server lists every
 * right that it would grant (RBAC does), two or three calls are enough; where it says that its list is not complete, each
 * right is asked for, about thirty short calls in all.
 */
public final class AccessReview {
    /** Named pods whose rights are asked one by one; a Role that lists them is the same rule for all. */
    private static final int MAX_PODS_ASKED = 5;

    private static final int MAX_RIGHTS_ASKED = 15;

    private static final String RBAC = "rbac.authorization.k8s.io";

    /** What a stolen token must not be able to do. */
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

    private static final HeldRights NONE_LISTED = new HeldRights(List.of(), false, "");

    private final Cluster cluster;
    private final ScopeOfRights scope;
    private final String namespace;
    private final List<String> notes = new ArrayList<>();
    private final List<RightCheck> rights = new ArrayList<>();
    private final List<String> excess = new ArrayList<>();

    private AccessReview(Cluster cluster, ScopeOfRights scope) {
        this.cluster = cluster;
        this.scope = scope;
        this.namespace = scope.namespace();
    }

    /**
     * @param version what {@link Cluster#version} has answered
     * @param credential what is known of the credential that {@code cluster} uses
     * @param scope what the scan has to reach
     * @throws ScanException UNAUTHENTICATED when the server does not know the credential; FORBIDDEN with the Role to apply
     *     when a needed right is denied for sure; CONNECTION
     */
    public static AccessFacts review(Cluster cluster, String version, Credential credential, ScopeOfRights scope)
            throws ScanException {
        return new AccessReview(cluster, scope).facts(version, credential);
    }

    private AccessFacts facts(String version, Credential credential) throws ScanException {
        List<Answered<?>> answers = AtOnce.ask(List.<AtOnce.Question<Answered<?>>>of(
                () -> ask("who the credential is", () -> cluster.userName().orElse(""), ""),
                () -> ask("which rights it holds", () -> cluster.heldRights(namespace), NONE_LISTED)));
        String user = (String) noted(answers.get(0));
        if (user.isEmpty() && notes.isEmpty()) {
            notes.add("The API server does not tell who the credential is (SelfSubjectReview needs Kubernetes 1.28).");
        }
        HeldRights held = (HeldRights) noted(answers.get(1));
        checkNeeded(held);
        requireNeeded(user);
        checkUnwanted(held);
        checkHeld(held);
        return new AccessFacts(
                cluster.server(),
                version,
                cluster.tls(),
                user,
                credential,
                rights,
                excess,
                held.complete(),
                notes,
                MisuseChecks.none(MisuseChecks.Made.NO_TARGET));
    }

    private void checkNeeded(HeldRights held) throws ScanException {
        ScopeOfRights few = scope.first(MAX_PODS_ASKED);
        List<Right> asked = few.needed();
        if (held.complete()) {
            RuleAnswers list = new RuleAnswers(held);
            asked.stream()
                    .filter(right -> list.answer(right) == Answer.ALLOWED)
                    .forEach(right -> rights.add(new RightCheck(right, Need.NEEDED, Answer.ALLOWED)));
            // A scan is refused only on the server's own word about the very right.
            asked = scope.needed().stream()
                    .filter(right -> list.answer(right) != Answer.ALLOWED)
                    .limit(MAX_RIGHTS_ASKED)
                    .toList();
        } else if (few.pods().size() < scope.pods().size()) {
            notes.add("The rights on single pods were asked for " + few.pods().size() + " of "
                    + scope.pods().size() + " pods.");
        }
        add(Need.NEEDED, asked);
    }

    private void checkUnwanted(HeldRights held) throws ScanException {
        RuleAnswers list = new RuleAnswers(held);
        if (held.complete()) {
            UNWANTED.forEach(right -> rights.add(new RightCheck(right, Need.UNWANTED, list.answer(right))));
        } else {
            add(Need.UNWANTED, UNWANTED);
        }
        // Whoever may do it in all namespaces may do it in this one.
        List<Right> elsewhere = ELSEWHERE.stream()
                .filter(right -> list.answer(right) != Answer.DENIED)
                .toList();
        List<Answer> answers = mayI("", elsewhere);
        for (int i = 0; i < elsewhere.size(); i++) {
            if (answers.get(i) == Answer.ALLOWED) {
                excess.add(elsewhere.get(i) + " in all namespaces");
            }
        }
    }

    private void add(Need need, List<Right> asked) throws ScanException {
        List<Answer> answers = mayI(namespace, asked);
        for (int i = 0; i < asked.size(); i++) {
            rights.add(new RightCheck(asked.get(i), need, answers.get(i)));
        }
    }

    private void checkHeld(HeldRights held) {
        excess.addAll(new ExcessRights(scope).of(held));
        for (RightCheck check : rights) {
            // Authorizers other than RBAC need not list what they allow.
            String text = check.right() + " in " + namespace;
            if (check.need() == Need.UNWANTED && check.answer() == Answer.ALLOWED && !excess.contains(text)) {
                excess.add(text);
            }
        }
        if (held != NONE_LISTED && !held.complete()) {
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
        LeastPrivilegeManifests manifests = LeastPrivilegeManifests.of("distroless-scan", scope);
        throw new ScanException(
                ScanException.Kind.FORBIDDEN,
                "The credential" + (user.isEmpty() ? "" : " (" + user + ")") + " lacks rights that the scan needs in"
                        + " namespace \"" + namespace + "\": "
                        + missing.stream().map(Right::toString).collect(Collectors.joining(", "))
                        + ". Apply this Role and bind it to the credential's ServiceAccount:\n" + manifests.role());
    }

    private List<Answer> mayI(String where, List<Right> asked) throws ScanException {
        List<AtOnce.Question<Answered<Answer>>> questions = asked.stream()
                .map(right -> (AtOnce.Question<Answered<Answer>>) () -> ask(
                        "whether it may " + right + (where.isEmpty() ? " in all namespaces" : ""),
                        () -> cluster.mayI(where, right),
                        Answer.UNKNOWN))
                .toList();
        return AtOnce.<Answered<Answer>>ask(questions).stream().map(this::noted).toList();
    }

    /** An answer, or what stands for it with a note why. */
    private record Answered<T>(T value, Optional<String> note) {}

    private <T> T noted(Answered<T> answered) {
        answered.note().ifPresent(notes::add);
        return answered.value();
    }

    /** A question that the server will not answer is a note; a server that cannot be asked at all ends the review. */
    private static <T> Answered<T> ask(String what, AtOnce.Question<T> question, T otherwise) throws ScanException {
        try {
            return new Answered<>(question.ask(), Optional.empty());
        } catch (ScanException e) {
            return switch (e.kind()) {
                case FORBIDDEN, NOT_FOUND, UNSUPPORTED, REFUSED ->
                    new Answered<>(
                            otherwise,
                            Optional.of("It could not be asked " + what + ": " + firstSentence(e.getMessage())));
                default -> throw e;
            };
        }
    }

    private static String firstSentence(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
