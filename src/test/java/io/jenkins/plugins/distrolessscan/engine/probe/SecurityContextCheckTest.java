package io.jenkins.plugins.distrolessscan.engine.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.Target;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.ContextRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SecurityContextCheckTest {
    private static final String STORED =
            "{\"runAsUser\":65532,\"runAsGroup\":65532,\"runAsNonRoot\":true,\"privileged\":false,"
                    + "\"allowPrivilegeEscalation\":false,\"readOnlyRootFilesystem\":true,\"capabilities\":{\"drop\":[\"ALL\"]},"
                    + "\"seccompProfile\":{\"type\":\"RuntimeDefault\"},\"appArmorProfile\":{\"type\":\"RuntimeDefault\"}}";

    private final Evidence evidence = Frames.distroless();

    @Test
    void asAskedForAndInEffectIsVerified() {
        assertThat(rows(STORED, 65532, Optional.of(evidence)))
                .hasSize(10)
                .allSatisfy(row -> assertThat(row.state()).as(row.toString()).isEqualTo(State.VERIFIED));
        assertThat(row(STORED, evidence, "runAsUser"))
                .isEqualTo(new ContextRow("runAsUser", "65532", "65532", State.VERIFIED));
    }

    @Test
    void withoutEvidenceTheStoredHalfStands() {
        assertThat(rows(STORED, 65532, Optional.empty())).allSatisfy(row -> {
            assertThat(row.state()).isEqualTo(State.VERIFIED);
            assertThat(row.effective()).isEqualTo("not known");
        });
    }

    @Test
    void whatIsStoredOtherwiseIsNotMet() {
        notMet(STORED.replace("65532,\"runAsGroup\"", "0,\"runAsGroup\""), "runAsUser");
        notMet(STORED.replace("[\"ALL\"]", "[\"NET_RAW\"]"), "capabilities.drop");
        notMet(STORED.replace("\"drop\"", "\"add\":[\"SYS_ADMIN\"],\"drop\""), "capabilities.add");
        notMet(STORED.replace("\"privileged\":false", "\"privileged\":true"), "privileged");
        notMet(STORED.replace("Escalation\":false", "Escalation\":true"), "allowPrivilegeEscalation");
        notMet(STORED.replace("\"readOnlyRootFilesystem\":true,", ""), "readOnlyRootFilesystem");
        notMet(
                STORED.replace(
                        "seccompProfile\":{\"type\":\"RuntimeDefault", "seccompProfile\":{\"type\":\"Unconfined"),
                "seccompProfile.type");
        notMet(
                STORED.replace(
                        "appArmorProfile\":{\"type\":\"RuntimeDefault", "appArmorProfile\":{\"type\":\"Unconfined"),
                "appArmorProfile");
    }

    @Test
    void anEffectThatDiffersIsNotMet() {
        effect(Frames.probe(1000, 65532, Frames.NO_CAPABILITIES), "runAsUser");
        effect(Frames.probe(65532, 0, Frames.NO_CAPABILITIES), "runAsGroup");
        effect(Frames.probe(65532, 65532, "0000000000000001"), "capabilities.drop");
        Evidence.Probe sound = evidence.probe();
        effect(
                new Evidence.Probe(sound.version(), sound.arch(), sound.status(), "", sound.landlock(), 6, true, false),
                "readOnlyRootFilesystem");
    }

    @Test
    void baselineKeepsTheDefaultsAndRootIsSaidSo() {
        String stored = STORED.replace("65532", "0")
                .replace("\"runAsNonRoot\":true", "\"runAsNonRoot\":false")
                .replace("\"capabilities\":{\"drop\":[\"ALL\"]},", "");
        Evidence root = Frames.with(evidence, Frames.probe(0, 0, "00000000a80425fb"), evidence.target());
        List<ContextRow> rows = rows(stored, 0, Optional.of(root));
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.state()).as(row.toString()).isEqualTo(State.VERIFIED));
        assertThat(rows)
                .filteredOn(row -> row.setting().equals("capabilities.drop"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.stored()).isEqualTo("not set");
                    assertThat(row.effective()).contains("CHOWN", "bounding");
                });
    }

    @Test
    void aContextThatIsNoJsonIsNotMet() {
        assertThat(rows("nonsense", 65532, Optional.empty()))
                .filteredOn(row -> row.setting().equals("runAsUser"))
                .singleElement()
                .satisfies(row -> assertThat(row.state()).isEqualTo(State.NOT_MET));
    }

    private void effect(Evidence.Probe probe, String setting) {
        Evidence changed = Frames.with(evidence, probe, evidence.target());
        assertThat(row(STORED, changed, setting).state()).as(setting).isEqualTo(State.NOT_MET);
    }

    private void notMet(String stored, String setting) {
        assertThat(stored).as(setting).isNotEqualTo(STORED);
        assertThat(row(stored, evidence, setting).state()).as(setting).isEqualTo(State.NOT_MET);
    }

    private static ContextRow row(String stored, Evidence evidence, String setting) {
        return rows(stored, 65532, Optional.of(evidence)).stream()
                .filter(row -> row.setting().equals(setting))
                .findFirst()
                .orElseThrow();
    }

    private static List<ContextRow> rows(String stored, long id, Optional<Evidence> evidence) {
        var container = SamplePods.container(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
        var pod = SamplePods.pod(container);
        var state = new Observation.TargetState(Frames.CONTAINER, 0, true, PodFacts.Phase.RUNNING, Instant.EPOCH);
        var debug = new Observation.DebugContainer(
                "distroless-scan-abcdefghij",
                "probe",
                "",
                300,
                stored,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty(),
                Instant.EPOCH,
                0,
                Observation.PodEntry.ALONE);
        var target = new Target(
                "shop", pod.name(), pod.uid(), "app", Frames.CONTAINER, "a", "", "", Instant.EPOCH, Optional.empty());
        var observation = new Observation(
                target,
                pod,
                Observation.Outcome.COLLECTED,
                "",
                new Identity(id, id, ""),
                Optional.of(debug),
                state,
                Optional.empty(),
                Observation.Stream.none(),
                Optional.empty());
        return SecurityContextCheck.rows(observation, evidence);
    }
}
