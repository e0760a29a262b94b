package io.jenkins.plugins.distrolessscan.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.SilentCluster;
import io.jenkins.plugins.distrolessscan.engine.cluster.Selection;
import io.jenkins.plugins.distrolessscan.engine.cluster.TargetSelection.Choice;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.SamplePods;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is asked and what is sent, up to the PATCH. */
class TargetScanTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final List<DebugContainerSpec> asked = new ArrayList<>();
    private final List<DebugContainerSpec> sent = new ArrayList<>();
    private final List<Progress.Attachment> announced = new ArrayList<>();

    private Scanned scan(ContainerFacts container, boolean admitted) throws Exception {
        SilentCluster cluster = new SilentCluster() {
            @Override
            public void dryRun(PodFacts pod, DebugContainerSpec spec) throws ScanException {
                asked.add(spec);
                if (!admitted) {
                    throw new ScanException(ScanException.Kind.REFUSED, "A policy refuses it.");
                }
            }

            @Override
            public PodFacts attach(PodFacts pod, DebugContainerSpec spec) throws ScanException {
                sent.add(spec);
                throw new ScanException(ScanException.Kind.REFUSED, "It is refused now.");
            }
        };
        Progress progress = new Progress() {
            @Override
            public void say(String text) {}

            @Override
            public void attaching(Attachment attachment) {
                announced.add(attachment);
            }
        };
        SecureRandom random = new SecureRandom();
        AuditLog audit = new AuditLog(CLOCK);
        PodFacts pod = SamplePods.pod(container);
        MisuseDryRuns noChecks = new MisuseDryRuns(false, cluster, CLOCK, random, progress, audit);
        return new TargetScan(cluster, CLOCK, random, progress, audit, noChecks, request())
                .scan(new Choice(pod, container));
    }

    static ScanRequest request() {
        return new ScanRequest(
                "0a1b2c3d4e5f",
                Selection.ofPod("shop", "checkout-5d9-x7"),
                "registry.example/scan/probe:1",
                Optional.empty(),
                IdentityProfile.RESTRICTED,
                false,
                Limits.DEFAULT,
                "a test",
                "1.0",
                List.of());
    }

    private static String argument(DebugContainerSpec spec, String name) {
        return spec.args().stream()
                .filter(argument -> argument.startsWith("--" + name + "="))
                .map(argument -> argument.substring(name.length() + 3))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theProbeDoesNotStartLongAfterItIsGivenUp() throws Exception {
        Scanned scanned = scan(SamplePods.storage(OptionalLong.empty()), true);
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.REFUSED);
        Instant notAfter = NOW.plus(Limits.DEFAULT.start()).plusSeconds(5);
        assertThat(argument(sent.get(0), "not-after")).isEqualTo(String.valueOf(notAfter.getEpochSecond()));
        assertThat(announced)
                .singleElement()
                .returns(notAfter, Progress.Attachment::notAfter)
                .returns(notAfter.plus(Limits.DEFAULT.lifetime()), Progress.Attachment::endsBy);
    }

    @Test
    void whatIsSentDiffersFromWhatWasAdmittedInTheValuesOfItsArgumentsAlone() throws Exception {
        scan(SamplePods.storage(OptionalLong.empty()), true);
        assertThat(sent.get(0)).isEqualTo(asked.get(0).withArgs(sent.get(0).args()));
        assertThat(argument(sent.get(0), "nonce"))
                .isEqualTo(announced.get(0).nonce())
                .isNotEqualTo(argument(asked.get(0), "nonce"));
    }

    @Test
    void aLimitOfEphemeralStorageLowersWhatTheProbeMayPrint() throws Exception {
        scan(SamplePods.storage(OptionalLong.of(1_000_000)), true);
        assertThat(argument(sent.get(0), "cap")).isEqualTo("100000");
    }

    @Test
    void nothingIsSentAfterARefusal() throws Exception {
        Scanned scanned = scan(SamplePods.storage(OptionalLong.empty()), false);
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(asked).hasSize(1);
        assertThat(sent).isEmpty();
        assertThat(announced).isEmpty();
    }
}
