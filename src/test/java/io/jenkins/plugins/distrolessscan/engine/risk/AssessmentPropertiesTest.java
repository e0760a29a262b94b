package io.jenkins.plugins.distrolessscan.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Credential.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Need;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence.Landlock;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Fact.Source;
import io.jenkins.plugins.distrolessscan.engine.model.PassedOver;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.Classification;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for any scan, tried on many put together at random from everything that can go right or wrong. */
class AssessmentPropertiesTest {
    private static final int SCANS = 500;

    private static final List<Consumer<Scans>> OF_SCANS = List.of(
            scan -> scan.credential(Kind.OPAQUE_TOKEN),
            scan -> scan.credential(Kind.CLIENT_CERTIFICATE),
            Scans::tokenWithoutEnd,
            scan -> scan.tokenMinutes(45),
            scan -> scan.tokenMinutes(600),
            scan -> scan.tokenMinutes(-5),
            scan -> scan.userName(""),
            scan -> scan.server("http://cluster.test"),
            scan -> scan.tls(""),
            scan -> scan.excess("get secrets in shop"),
            scan -> scan.right("get", "pods/log", "", Need.NEEDED, true),
            scan -> scan.right("create", "pods/exec", "", Need.UNWANTED, true),
            Scans::excessUnknown,
            Scans::demo,
            Scans::notAudited,
            scan -> scan.passOver("agent", PassedOver.Reason.HOST_PID));

    private static final List<Consumer<ScannedTarget>> OF_TARGETS = List.of(
            ScannedTarget::unreadable,
            ScannedTarget::tampered,
            ScannedTarget::notStarted,
            ScannedTarget::refused,
            ScannedTarget::failed,
            ScannedTarget::running,
            ScannedTarget::silent,
            ScannedTarget::contextDiffers,
            ScannedTarget::hostNetwork,
            ScannedTarget::sharedProcesses,
            ScannedTarget::rootWritable,
            ScannedTarget::ownRootRead,
            ScannedTarget::restarted,
            ScannedTarget::notReadyAfter,
            ScannedTarget::notReadAgain,
            ScannedTarget::withoutOwner,
            ScannedTarget::withoutMemoryLimit,
            target -> target.context("{}"),
            target -> target.context("no JSON"),
            target -> target.landlock(Landlock.UNSUPPORTED),
            target -> target.landlock(Landlock.FAILED),
            target -> target.image("registry.test/probe:latest", ""),
            target -> target.ran(Duration.ofHours(1)),
            target -> target.ran(Duration.ofSeconds(-5)),
            target -> target.endedBy("OOMKilled", 0),
            target -> target.bytes(Long.MAX_VALUE),
            target -> target.bytes(-1),
            target -> target.hostPath("logs"),
            target -> target.difference("metadata.labels"),
            target -> target.unknownEphemeral("debugger-x"),
            target -> target.runningSince("debugger-y", Scans.START.minusSeconds(7200)),
            target -> target.classification(Classification.STANDARD),
            target -> target.cut("time"));

    private static final List<Assessed> SAMPLES = samples();

    @Test
    void noRatingAndNoResidualIsEverBetterThanThePages() {
        SAMPLES.forEach(assessed -> {
            RiskAssessment risk = assessed.risk();
            assertThat(risk.characteristics())
                    .allSatisfy(f -> assertThat(f.rating()).isGreaterThanOrEqualTo(f.baseline()));
            assertThat(risk.risks()).allSatisfy(r -> assertThat(r.residual()).isGreaterThanOrEqualTo(r.inherent()));
            assertThat(risk.scenarios())
                    .allSatisfy(s -> assertThat(s.residual()).isGreaterThanOrEqualTo(s.baseline()));
            assertThat(risk.overall().level())
                    .isGreaterThanOrEqualTo(risk.overall().baseline());
        });
    }

    @Test
    void whatDoesNotHoldMakesItsRatingOrResidualWorse() {
        SAMPLES.forEach(assessed -> {
            assertThat(assessed.risk().characteristics())
                    .filteredOn(f -> f.state() == State.NOT_MET)
                    .allSatisfy(f -> assertThat(f.rating()).isGreaterThan(f.baseline()));
            assertThat(assessed.risk().risks())
                    .filteredOn(r -> r.state() == State.NOT_MET)
                    .allSatisfy(r -> assertThat(r.residual()).isGreaterThan(r.inherent()));
        });
    }

    @Test
    void everyItemHasEvidenceInWholeSentencesAndNoneTwice() {
        assertThat(items()).hasSize(41 * SCANS);
        assertThat(items().filter(item -> item.evidence().isEmpty())).isEmpty();
        assertThat(items().flatMap(item -> item.evidence().stream())
                        .map(Fact::text)
                        .filter(text -> !text.endsWith(".")))
                .isEmpty();
        assertThat(items().filter(item ->
                        Set.copyOf(item.evidence()).size() < item.evidence().size()))
                .isEmpty();
    }

    @Test
    void everyRiskHasANextStep() {
        assertThat(SAMPLES.stream()
                        .flatMap(assessed -> assessed.risk().risks().stream())
                        .filter(risk -> !risk.advice().endsWith(".")))
                .isEmpty();
    }

    @Test
    void theStreamAloneVerifiesNothing() {
        assertThat(items().filter(item -> item.state() == State.VERIFIED || item.state() == State.ENFORCED)
                        .filter(item -> item.evidence().stream().allMatch(fact -> fact.source() == Source.PROBE)))
                .isEmpty();
    }

    private static Stream<Assessed.Item> items() {
        return SAMPLES.stream().flatMap(assessed -> assessed.items().stream());
    }

    private static List<Assessed> samples() {
        Random random = new Random(20261123);
        return IntStream.range(0, SCANS)
                .mapToObj(n -> Assessed.of(scan(random)))
                .toList();
    }

    private static Scans scan(Random random) {
        Scans scans = Scans.empty();
        int targets = random.nextInt(4);
        for (int n = 0; n < targets; n++) {
            ScannedTarget target = ScannedTarget.named("pod-" + n);
            some(random, OF_TARGETS).forEach(change -> change.accept(target));
            scans.target(target);
        }
        some(random, OF_SCANS).forEach(change -> change.accept(scans));
        return scans;
    }

    private static <T> List<T> some(Random random, List<T> changes) {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(n -> changes.get(random.nextInt(changes.size())))
                .toList();
    }
}
