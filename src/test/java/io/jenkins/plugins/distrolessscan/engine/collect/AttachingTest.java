package io.jenkins.plugins.distrolessscan.engine.collect;

import static io.jenkins.plugins.distrolessscan.engine.collect.PlayedNode.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.cluster.Admission;
import io.jenkins.plugins.distrolessscan.engine.cluster.StoredPod;
import io.jenkins.plugins.distrolessscan.engine.collect.TargetResult.Scanned;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Place;
import io.jenkins.plugins.distrolessscan.engine.model.AuditEvent;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Companion;
import io.jenkins.plugins.distrolessscan.engine.model.Observation.Outcome;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.Phase;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.KeyRing;
import io.jenkins.plugins.distrolessscan.engine.probe.SamplePods;
import io.jenkins.plugins.distrolessscan.engine.target.TargetSelection.Choice;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a webhook makes of a debug container, and what is told of it. */
class AttachingTest {
    private static final AdmissionChange IMAGE = new AdmissionChange(Place.ENTRY, Kind.CHANGED, "image");
    private static final AdmissionChange REGISTRY = new AdmissionChange(Place.REGISTRY, Kind.CHANGED, "image");
    private static final AdmissionChange LABELS = new AdmissionChange(Place.POD, Kind.CHANGED, "metadata.labels.app");
    private static final AdmissionChange ENV = new AdmissionChange(Place.ENTRY, Kind.ADDED, "env");
    private static final AdmissionChange STDIN = new AdmissionChange(Place.ENTRY, Kind.ADDED, "stdin");

    private final List<String> said = new ArrayList<>();
    private AuditLog audit;

    private Scanned scan(PlayedNode node, boolean registryMayChange) throws Exception {
        if (node.logs.isEmpty()) {
            node.logs.add(PlayedNode.whole());
        }
        if (node.states.isEmpty()) {
            node.states.add(PlayedNode.ended("Completed", 0));
        }
        SecureRandom random = new SecureRandom();
        audit = new AuditLog(node.pace);
        ScanRequest r = TargetScanTest.request();
        ScanRequest request = new ScanRequest(
                r.id(),
                r.selection(),
                r.image(),
                r.runAs(),
                r.maxProfile(),
                r.misuseChecks(),
                registryMayChange,
                r.limits(),
                r.actor(),
                r.toolVersion(),
                r.earlier());
        MisuseDryRuns noChecks = new MisuseDryRuns(false, node, node.pace, random, said::add, audit);
        PodFacts pod = node.pod();
        return (Scanned)
                new TargetScan(node, node.pace, random, new KeyRing(random), said::add, audit, noChecks, request, NOW)
                        .scan(new Choice(pod, pod.containers().get(0)));
    }

    private List<String> events() {
        return audit.events().stream().map(AuditEvent::event).toList();
    }

    private String text(String event) {
        return audit.events().stream()
                .filter(one -> one.event().equals(event))
                .map(AuditEvent::text)
                .findFirst()
                .orElse("none");
    }

    @Test
    void whatWouldBeStoredOtherwiseIsRefusedWithAdviceAndOnRecord() throws Exception {
        for (AdmissionChange change : List.of(LABELS, ENV, STDIN)) {
            PlayedNode node = new PlayedNode();
            node.dryRunChanges.add(change);
            Scanned refused = scan(node, false);
            assertThat(refused.observation().outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(refused.observation().reason())
                    .contains(change.text())
                    .endsWith(" Exempt the scan's debug container from it.");
            assertThat(refused.mayStillRun()).isFalse();
            assertThat(node.sent).isNull();
            assertThat(text("refused")).isEqualTo("Would not be stored as asked for; nothing was stored.");
        }
    }

    @Test
    void whereOnlyTheImagesNameChangesTheWayOutIsNamed() throws Exception {
        for (AdmissionChange change : List.of(IMAGE, REGISTRY)) {
            PlayedNode node = new PlayedNode();
            node.dryRunChanges.add(change);
            assertThat(scan(node, false).observation().reason()).contains("allow image-registry");
            node.dryRunChanges.add(ENV);
            assertThat(scan(node, false).observation().reason()).doesNotContain("allow image-registry");
        }
    }

    @Test
    void aRegistryThatMayChangeIsToldAndStandsInNobodysWay() throws Exception {
        PlayedNode node = new PlayedNode();
        node.dryRunChanges.add(REGISTRY);
        node.storedChanges.add(REGISTRY);
        Scanned scanned = scan(node, true);
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.COLLECTED);
        assertThat(scanned.observation().debugContainer().orElseThrow().entry().changes())
                .containsExactly(REGISTRY);
        assertThat(text("changed")).isEqualTo("Changed before it was stored: " + REGISTRY.text() + ".");
        assertThat(said).contains("shop/checkout-5d9-x7/app: admission changed what was stored: " + REGISTRY.text());
        PlayedNode other = new PlayedNode();
        other.dryRunChanges.add(IMAGE);
        assertThat(scan(other, true).observation().outcome())
                .as("another image is not another registry")
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aRegistryThatMayNotChangeIsAnAlterationOnceItIsStored() throws Exception {
        PlayedNode node = new PlayedNode();
        node.storedChanges.add(REGISTRY);
        Scanned scanned = scan(node, false);
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.ALTERED);
        assertThat(scanned.observation().reason())
                .contains("its image was changed. What ran is not what was asked for", " It has ended.")
                .endsWith(" Find the admission webhook or policy that changes debug containers.");
        assertThat(scanned.observation().debugContainer().orElseThrow().entry().changes())
                .containsExactly(IMAGE);
        assertThat(node.count("log")).isZero();
    }

    @Test
    void aChangeOfThePodAloneIsToldAndTheDebugContainerIsRead() throws Exception {
        PlayedNode node = new PlayedNode();
        node.storedChanges.add(LABELS);
        assertThat(scan(node, false).observation().outcome()).isEqualTo(Outcome.COLLECTED);
        assertThat(events()).contains("changed", "collected");
    }

    @Test
    void whatIsStoredAsAskedForIsNotSaidToBeChanged() throws Exception {
        scan(new PlayedNode(), false);
        assertThat(events()).containsExactly("dry-run", "attach", "collected", "ended");
        assertThat(said).noneMatch(line -> line.contains("admission changed"));
    }

    @Test
    void aWebhooksOwnDebugContainerIsNamedAsInjectedAndOthersAreNot() throws Exception {
        PlayedNode node = new PlayedNode();
        node.others.add(SamplePods.ephemeral("sidekick", Phase.RUNNING, Optional.of(NOW), Optional.empty()));
        node.others.add(SamplePods.ephemeral("debugger", Phase.RUNNING, Optional.of(NOW), Optional.empty()));
        node.storedChanges.add(new AdmissionChange(Place.OTHER_CONTAINER, Kind.ADDED, "sidekick"));
        node.storedChanges.add(new AdmissionChange(Place.OTHER_CONTAINER, Kind.CHANGED, "debugger"));
        List<Companion> companions = scan(node, false)
                .observation()
                .debugContainer()
                .orElseThrow()
                .entry()
                .companions();
        assertThat(companions)
                .extracting(Companion::name, Companion::injected)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("sidekick", true),
                        org.assertj.core.groups.Tuple.tuple("debugger", false));
    }

    @Test
    void anAnswerWithoutTheDebugContainerIsNoAttachment() throws Exception {
        PlayedNode node = new PlayedNode() {
            @Override
            public Admission attach(StoredPod pod, DebugContainerSpec spec) {
                return new Admission(pod.facts(), List.of());
            }
        };
        Scanned scanned = scan(node, false);
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(scanned.observation().reason())
                .matches("The API server answered the PATCH without the debug container distroless-scan-[a-z0-9]+\\.");
        assertThat(scanned.observation().debugContainer()).isEmpty();
    }

    /** Stores, and loses the answer. */
    private static class Lossy extends PlayedNode {
        ScanException.Kind kind = ScanException.Kind.CONNECTION;
        boolean stores = true;
        List<AdmissionChange> compared = List.of();

        @Override
        public Admission attach(StoredPod pod, DebugContainerSpec spec) throws ScanException {
            if (stores) {
                super.attach(pod, spec);
            }
            throw new ScanException(kind, "The answer was lost.");
        }

        @Override
        public Admission compared(StoredPod before, StoredPod now, DebugContainerSpec spec) {
            return new Admission(now.facts(), compared);
        }
    }

    @Test
    void aDebugContainerWhoseAnswerWasLostIsFollowedWhenItIsThere() throws Exception {
        assertThat(scan(new Lossy(), false).observation().outcome()).isEqualTo(Outcome.COLLECTED);
        Lossy altered = new Lossy();
        altered.compared = List.of(ENV);
        assertThat(scan(altered, false).observation().outcome()).isEqualTo(Outcome.ALTERED);
    }

    @Test
    void inAnotherPodOfTheSameNameItIsNotTheScansOwn() throws Exception {
        Lossy replaced = new Lossy();
        replaced.later = pod -> TargetScanTest.changed(json -> json.put("uid", "another"));
        Scanned scanned = scan(replaced, false);
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(scanned.mayStillRun()).isTrue();
    }

    @Test
    void whatMayHaveBeenStoredIsToldWithItsLatestEnd() throws Exception {
        Lossy lost = new Lossy();
        lost.stores = false;
        Scanned scanned = scan(lost, false);
        assertThat(scanned.observation().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(scanned.mayStillRun()).isTrue();
        assertThat(scanned.observation().reason()).isEqualTo("The answer was lost. " + text("attach-unknown"));
        assertThat(text("attach-unknown"))
                .matches(
                        "It is not known whether distroless-scan-[a-z0-9]+ was stored; if so, and if nobody changed it on"
                                + " the way, it ends by itself by 2026-11-23T10:17:20Z\\.");
    }

    @ParameterizedTest
    @CsvSource({"REFUSED,REFUSED", "FORBIDDEN,FAILED"})
    void aPatchThatWasNotTakenIsOnRecordAsSuch(ScanException.Kind kind, Outcome outcome) throws Exception {
        Lossy refused = new Lossy();
        refused.kind = kind;
        refused.stores = false;
        Scanned scanned = scan(refused, false);
        assertThat(scanned.observation().outcome()).isEqualTo(outcome);
        assertThat(scanned.observation().reason()).isEqualTo("The answer was lost.");
        assertThat(scanned.mayStillRun()).isFalse();
        assertThat(text("refused")).isEqualTo("The API server did not take the ephemeral container.");
    }

    @ParameterizedTest
    @CsvSource({"REFUSED,REFUSED", "FORBIDDEN,FAILED"})
    void aDryRunThatWasNotTakenIsOnRecordAsSuch(ScanException.Kind kind, Outcome outcome) throws Exception {
        PlayedNode node = new PlayedNode() {
            @Override
            public Admission dryRun(StoredPod pod, DebugContainerSpec spec) throws ScanException {
                throw new ScanException(kind, "It is refused.");
            }
        };
        assertThat(scan(node, false).observation().outcome()).isEqualTo(outcome);
        assertThat(text("refused")).isEqualTo("Not admitted; nothing was stored.");
    }
}
