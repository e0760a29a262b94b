package io.jenkins.plugins.distrolessscan.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster.HeldRights;
import io.jenkins.plugins.distrolessscan.engine.cluster.Cluster.Rule;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Need;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the scan finds out about its own access before it touches a pod. */
class AccessReviewTest {
    private static final Credential OPAQUE = TokenFacts.of(TokenFactsTest.connection("opaque"));
    private static final List<String> POD = List.of("web-0");

    private static boolean isNeeded(Right right) {
        return ScopeOfRights.of("shop", POD).needed().contains(right)
                || ScopeOfRights.of("shop", List.of()).needed().contains(right);
    }

    private static AnsweringCluster leastPrivilege() {
        return new AnsweringCluster(
                (ns, right) -> ns.equals("shop") && isNeeded(right) ? Answer.ALLOWED : Answer.DENIED);
    }

    @Test
    void aListThatIsNotCompleteIsNoAnswerAndEachRightIsAskedFor() throws Exception {
        AnsweringCluster cluster = leastPrivilege();
        cluster.held = new HeldRights(List.of(rule("*", "*", "*")), false, "webhook");
        AccessFacts facts = review(cluster, POD);
        assertThat(facts.rights())
                .hasSize(21)
                .allMatch(check -> check.answer() == (check.need() == Need.NEEDED ? Answer.ALLOWED : Answer.DENIED));
        assertThat(cluster.asked).hasSize(25);
    }

    @Test
    void aCompleteListSaysWhatAnAdministratorsTokenMay() throws Exception {
        AnsweringCluster cluster = new AnsweringCluster((ns, right) -> Answer.ALLOWED);
        cluster.held = new HeldRights(List.of(rule("*", "*", "*")), true, "");
        AccessFacts facts = review(cluster, POD);
        assertThat(facts.rights()).hasSize(21).allMatch(check -> check.answer() == Answer.ALLOWED);
        assertThat(facts.excess())
                .contains("list pods in all namespaces", "list secrets in all namespaces", "create pods/exec in shop");
        assertThat(cluster.asked).hasSize(4);
    }

    @Test
    void rulesAreReadAsTheServerReadsThem() {
        Right log = new Right("get", "", "pods/log", "web-0");
        for (Rule allows : List.of(
                rule("get", "", "pods/log"),
                rule("get", "", "pods/log", "web-0"),
                rule("*", "*", "*"),
                rule("get", "", "*/log"))) {
            assertThat(new RuleAnswers(new HeldRights(List.of(allows), true, "")).answer(log))
                    .as(allows.toString())
                    .isEqualTo(Answer.ALLOWED);
        }
        for (Rule other : List.of(
                rule("list", "", "pods/log"),
                rule("get", "apps", "pods/log"),
                rule("get", "", "pods"),
                rule("get", "", "pods/*"),
                rule("get", "", "pods/log", "web-1"))) {
            assertThat(new RuleAnswers(new HeldRights(List.of(other), true, "")).answer(log))
                    .as(other.toString())
                    .isEqualTo(Answer.DENIED);
            assertThat(new RuleAnswers(new HeldRights(List.of(other), false, "")).answer(log))
                    .isEqualTo(Answer.UNKNOWN);
        }
        assertThat(new RuleAnswers(new HeldRights(List.of(rule("get", "", "pods/log", "web-0")), true, ""))
                        .answer(new Right("get", "", "pods/log", "")))
                .isEqualTo(Answer.DENIED);
    }

    private static Rule rule(String verb, String group, String resource, String... names) {
        return new Rule(List.of(verb), List.of(group), List.of(resource), List.of(names));
    }

    private static AccessFacts review(AnsweringCluster cluster, List<String> pods) throws ScanException {
        return AccessReview.review(cluster, "v1.34.4", OPAQUE, ScopeOfRights.of("shop", pods));
    }

    @Test
    void aLeastPrivilegeCredentialHasNoExcess() throws Exception {
        AnsweringCluster cluster = leastPrivilege();
        cluster.held = new HeldRights(
                List.of(
                        rule("create", "authorization.k8s.io", "selfsubjectaccessreviews"),
                        rule("create", "authorization.k8s.io", "selfsubjectrulesreviews"),
                        rule("create", "authentication.k8s.io", "selfsubjectreviews"),
                        rule("get", "", "pods", "web-0"),
                        rule("patch", "", "pods/ephemeralcontainers", "web-0"),
                        rule("get", "", "pods/log", "web-0"),
                        rule("get", "", "namespaces", "shop")),
                true,
                "");
        AccessFacts facts = review(cluster, POD);
        assertThat(facts.excess()).isEmpty();
        assertThat(facts.excessKnown()).isTrue();
        assertThat(facts.notes()).isEmpty();
        assertThat(facts.serverVersion()).isEqualTo("v1.34.4");
        assertThat(facts.userName()).isEqualTo("system:serviceaccount:shop:scanner");
        assertThat(facts.tls()).isEqualTo("TLSv1.3");
        assertThat(facts.rights())
                .filteredOn(c -> c.need() == Need.NEEDED)
                .hasSize(3)
                .allMatch(c -> c.answer() == Answer.ALLOWED && c.right().name().equals("web-0"));
        assertThat(facts.rights())
                .filteredOn(c -> c.need() == Need.UNWANTED)
                .hasSize(18)
                .allMatch(c -> c.answer() == Answer.DENIED);
        assertThat(cluster.asked)
                .as("who it is and what it holds, and no more")
                .containsExactlyInAnyOrder("user", "held");
    }

    @Test
    void rightsBeyondTheNamedPodsAreExcess() throws Exception {
        AnsweringCluster cluster = leastPrivilege();
        cluster.held = new HeldRights(
                List.of(
                        rule("get", "", "pods"),
                        rule("list", "", "pods"),
                        rule("patch", "", "pods/ephemeralcontainers", "web-0", "web-1"),
                        rule("get", "", "pods/log"),
                        rule("get", "", "secrets", "tls"),
                        rule("*", "apps", "*")),
                true,
                "");
        assertThat(review(cluster, POD).excess())
                .containsExactly(
                        "get pods of every pod in shop (no resourceNames)",
                        "list pods in shop",
                        "patch pods/ephemeralcontainers of pods that are not scanned in shop: web-1",
                        "get pods/log of every pod in shop (no resourceNames)",
                        "get secrets named tls in shop",
                        "verbs * on resources * of API groups apps in shop");
    }

    @Test
    void aScanByLabelsCannotDoWithNamesButReadingEveryLogIsExcess() throws Exception {
        AnsweringCluster cluster = leastPrivilege();
        cluster.held = new HeldRights(
                List.of(
                        rule("get", "", "pods"),
                        rule("list", "", "pods"),
                        rule("patch", "", "pods/ephemeralcontainers"),
                        rule("get", "", "pods/log")),
                true,
                "");
        AccessFacts facts = review(cluster, List.of());
        assertThat(facts.excess()).containsExactly("get pods/log of every pod in shop (no resourceNames)");
        assertThat(facts.rights())
                .filteredOn(c -> c.need() == Need.NEEDED)
                .extracting(c -> c.right().toString())
                .containsExactly("list pods", "get pods", "patch pods/ephemeralcontainers", "get pods/log");
    }

    @Test
    void whatAnotherAuthorizerAllowsIsExcessThoughTheListDoesNotHaveIt() throws Exception {
        AnsweringCluster cluster = new AnsweringCluster((ns, right) -> Answer.ALLOWED);
        cluster.held = new HeldRights(List.of(), false, "webhook authorizer does not support user rule resolution");
        AccessFacts facts = review(cluster, POD);
        assertThat(facts.excess())
                .contains("list secrets in all namespaces", "get secrets in shop", "create pods/exec in shop");
        assertThat(facts.excessKnown()).isFalse();
        assertThat(facts.notes()).singleElement().asString().contains("not complete: webhook authorizer");
    }

    @Test
    void anAdministratorsListIsBounded() throws Exception {
        AnsweringCluster cluster = leastPrivilege();
        cluster.held = new HeldRights(
                IntStream.range(0, 500)
                        .mapToObj(i -> rule("get", "g" + i, "things"))
                        .toList(),
                true,
                "");
        assertThat(review(cluster, POD).excess()).hasSize(61).last().asString().isEqualTo("and 440 more");
    }

    @Test
    void aMissingRightStopsWithTheRoleToApply() {
        AnsweringCluster cluster = new AnsweringCluster((ns, right) ->
                right.resource().equals("pods/log") || !isNeeded(right) ? Answer.DENIED : Answer.ALLOWED);
        ScanException e = catchThrowableOfType(ScanException.class, () -> review(cluster, POD));
        assertThat(e.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(e)
                .hasMessageContaining("(system:serviceaccount:shop:scanner) lacks rights")
                .hasMessageContaining("get pods/log \"web-0\"")
                .hasMessageContaining("kind: Role")
                .hasMessageContaining("resourceNames: [\"web-0\"]");
        assertThat(cluster.asked).as("nothing more is asked").noneMatch(a -> a.startsWith("create"));
    }

    @Test
    void whatCannotBeAskedIsANoteAndNoRefusal() throws Exception {
        AnsweringCluster cluster =
                new AnsweringCluster((ns, right) -> right.verb().equals("get") ? null : Answer.UNKNOWN);
        cluster.heldFailure = Optional.of(new ScanException(Kind.FORBIDDEN, "no reviews"));
        cluster.user = Optional.empty();
        AccessFacts facts = review(cluster, POD);
        assertThat(facts.rights()).allMatch(c -> c.answer() == Answer.UNKNOWN);
        assertThat(facts.excess()).isEmpty();
        assertThat(facts.excessKnown()).isFalse();
        assertThat(facts.notes())
                .contains(
                        "It could not be asked which rights it holds: no reviews",
                        "It could not be asked whether it may get pods \"web-0\": not for you")
                .anyMatch(n -> n.contains("SelfSubjectReview"))
                .noneMatch(n -> n.contains("second line"));
    }

    @Test
    void aServerThatCannotBeReachedEndsTheReview() {
        AnsweringCluster cluster = leastPrivilege();
        cluster.heldFailure = Optional.of(new ScanException(Kind.CONNECTION, "down"));
        assertThat(catchThrowableOfType(ScanException.class, () -> review(cluster, POD))
                        .kind())
                .isEqualTo(Kind.CONNECTION);
    }

    @Test
    void manyPodsAreAskedForAFew() throws Exception {
        AnsweringCluster cluster = new AnsweringCluster((ns, right) -> Answer.ALLOWED);
        cluster.held = new HeldRights(List.of(), false, "");
        List<String> many = IntStream.range(0, 200).mapToObj(i -> "web-" + i).toList();
        AccessFacts facts = AccessReview.review(cluster, "v1.34.4", OPAQUE, ScopeOfRights.of("shop", many));
        assertThat(cluster.asked).hasSizeLessThanOrEqualTo(40);
        assertThat(facts.notes()).contains("The rights on single pods were asked for 5 of 200 pods.");
    }
}
