package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.SilentCluster;
import io.jenkins.plugins.distrolessscan.engine.TestPace;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.Misuse;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Attempt;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.By;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Made;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseSpec;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.probe.DebugContainers;
import io.jenkins.plugins.distrolessscan.engine.probe.SamplePods;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The cluster is asked once, on one pod, and everything that was asked is written down. */
class MisuseDryRunsTest {
    private static final String TARGET = "shop/checkout/app";

    private final List<MisuseSpec> asked = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private Duration perCall = Duration.ofMillis(20);
    private Answer answer = Answer.REFUSED;
    private final TestPace pace = new TestPace(Instant.parse("2026-11-23T10:15:00Z"));
    private final AuditLog audit = new AuditLog(pace);
    private final PodFacts pod =
            SamplePods.pod(SamplePods.container(OptionalLong.empty(), OptionalLong.empty(), Optional.empty()));

    private MisuseDryRuns runs(boolean wanted) {
        SilentCluster refusing = new SilentCluster() {
            @Override
            public Attempt tryMisuse(PodFacts tried, MisuseSpec spec) {
                synchronized (asked) {
                    asked.add(spec);
                    asked.sort(Comparator.comparing(MisuseSpec::misuse));
                    pace.pass(perCall);
                }
                return new Attempt(spec.misuse(), spec.name(), answer, By.POLICY, "no");
            }
        };
        return new MisuseDryRuns(wanted, refusing, pace, new SecureRandom(), said::add, audit);
    }

    private static DebugContainerSpec own(long uid) {
        return new DebugContainerSpec(
                "distroless-scan-abcdefghij",
                "registry.example/probe:1",
                "app",
                List.of("/probe"),
                List.of("--x"),
                new Identity(uid, uid, "test"),
                uid == 0,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void everyMisuseIsTriedOnceAndOnTheFirstPodOnly() throws Exception {
        MisuseDryRuns runs = runs(true);
        assertThat(runs.made().made()).isEqualTo(Made.NO_TARGET);
        runs.once(TARGET, pod, own(65532));
        runs.once("shop/other/app", pod, own(65532));
        assertThat(asked).extracting(MisuseSpec::misuse).containsExactly(Misuse.values());
        MisuseChecks made = runs.made();
        assertThat(made.made()).isEqualTo(Made.MADE);
        assertThat(made.target()).isEqualTo(TARGET);
        assertThat(made.attempts()).extracting(Attempt::misuse).containsExactly(Misuse.values());
    }

    @Test
    void theAuditRecordListsEachByItsName() throws Exception {
        runs(true).once(TARGET, pod, own(65532));
        assertThat(audit.events())
                .hasSameSizeAs(asked)
                .allMatch(event -> event.event().equals(AuditEvent.MISUSE_CHECK))
                .allMatch(event -> event.target().equals(TARGET));
        for (int i = 0; i < asked.size(); i++) {
            assertThat(asked.get(i).name())
                    .satisfies(name -> assertThat(DebugContainers.isCheck(name)).isTrue());
            assertThat(audit.events().get(i).text())
                    .contains(asked.get(i).name(), asked.get(i).misuse().words(), "refused", "nothing was stored");
        }
    }

    @Test
    void theImageThatIsTriedIsAnotherOneOfTheSamePlace() throws Exception {
        runs(true).once(TARGET, pod, own(65532));
        assertThat(asked).extracting(MisuseSpec::otherImage).containsOnly("registry.example/probe-check:1");
    }

    @Test
    void rootIsNotTriedWhereTheScanItselfIsRoot() throws Exception {
        runs(true).once(TARGET, pod, own(0));
        assertThat(asked)
                .extracting(MisuseSpec::misuse)
                .doesNotContain(Misuse.ROOT)
                .hasSize(Misuse.values().length - 1);
    }

    @Test
    void whereNothingIsRefusedTheWayToThePolicyIsTold() throws Exception {
        runs(true).once(TARGET, pod, own(65532));
        assertThat(said).singleElement().asString().endsWith(" 0 admitted");
        said.clear();
        answer = Answer.ADMITTED;
        runs(true).once(TARGET, pod, own(65532));
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).contains(" 0 refused, ");
        assertThat(said.get(1)).contains("distroless-scan manifests", "docs/rbac.md");
    }

    @Test
    void whatWasSwitchedOffAsksNothing() throws Exception {
        MisuseDryRuns runs = runs(false);
        runs.once(TARGET, pod, own(65532));
        assertThat(asked).isEmpty();
        assertThat(runs.made()).isEqualTo(MisuseChecks.none(Made.SWITCHED_OFF));
        assertThat(audit.events()).isEmpty();
    }

    @Test
    void aSlowServerIsNotWaitedForAgainAndAgain() throws Exception {
        perCall = Duration.ofSeconds(6);
        MisuseDryRuns runs = runs(true);
        runs.once(TARGET, pod, own(65532));
        // Those that were under way at the same time, and no more.
        assertThat(asked).hasSizeBetween(2, 6);
        assertThat(runs.made().attempts()).hasSize(Misuse.values().length);
        assertThat(runs.made().attempts())
                .filteredOn(attempt -> attempt.answer() == Answer.NOT_ASKED)
                .hasSize(Misuse.values().length - asked.size())
                .allMatch(attempt -> attempt.text().contains("took more than 10 s"));
        int tried = asked.size();
        assertThat(runs.made().tried()).isEqualTo(tried);
        assertThat(said)
                .singleElement()
                .asString()
                .contains(tried + " tried, " + tried + " refused, 0 admitted, " + (Misuse.values().length - tried)
                        + " not asked");
    }
}
