package io.jenkins.plugins.distrolessscan.engine.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.cluster.Admission;
import io.jenkins.plugins.distrolessscan.engine.cluster.Connection;
import io.jenkins.plugins.distrolessscan.engine.cluster.StoredPod;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.AdmissionChange.Place;
import io.jenkins.plugins.distrolessscan.engine.model.DebugContainerSpec;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseSpec;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A look ahead: what a scan would meet, and nothing of it is stored. */
class PreflightTest {
    private static final Connection TOKEN = Connection.withToken("https://api.example", "opaque");

    private static ScanRequest request(String image, Optional<String> runAs, boolean misuseChecks) {
        ScanRequest r = TargetScanTest.request();
        return new ScanRequest(
                r.id(),
                r.selection(),
                image,
                runAs,
                IdentityProfile.RESTRICTED,
                misuseChecks,
                false,
                r.limits(),
                r.actor(),
                r.toolVersion(),
                List.of());
    }

    private static Preflight.Found look(PlayedNode node, ScanRequest request) throws ScanException {
        return new Preflight(node.pace, new SecureRandom(), text -> {}).look(node, TOKEN, request);
    }

    private static Preflight.Found look(PlayedNode node) throws ScanException {
        return look(node, request("registry.example/probe:1", Optional.empty(), false));
    }

    @Test
    void whatWouldBeAdmittedIsSaidWithItsIdentityAndIsNotStored() throws Exception {
        PlayedNode node = new PlayedNode();
        Preflight.Found found = look(node);
        assertThat(found.version()).isEqualTo("v1.34.4");
        assertThat(found.access().userName()).isEqualTo("system:serviceaccount:shop:scanner");
        assertThat(found.chosen().targets()).extracting(Preflight::key).containsExactly("shop/checkout-5d9-x7/app");
        assertThat(found.identity()).isPresent();
        assertThat(found.refusal()).isEmpty();
        assertThat(node.asked).contains("dry run").doesNotContain("attach");
    }

    @Test
    void aRefusalByAdmissionIsAFindingAndOtherFailuresEndTheLook() throws Exception {
        for (ScanException.Kind kind : List.of(ScanException.Kind.REFUSED, ScanException.Kind.CONNECTION)) {
            PlayedNode node = new PlayedNode() {
                @Override
                public Admission dryRun(StoredPod pod, DebugContainerSpec spec) throws ScanException {
                    throw new ScanException(kind, "A policy refuses it.");
                }
            };
            if (kind == ScanException.Kind.REFUSED) {
                assertThat(look(node).refusal()).contains("A policy refuses it.");
                assertThat(look(node).identity()).isPresent();
            } else {
                assertThatThrownBy(() -> look(node)).hasMessage("A policy refuses it.");
            }
        }
    }

    @Test
    void whatAdmissionWouldChangeIsARefusal() throws Exception {
        PlayedNode node = new PlayedNode();
        node.dryRunChanges.add(new AdmissionChange(Place.ENTRY, Kind.ADDED, "env"));
        Preflight.Found found = look(node);
        assertThat(found.refusal()).hasValueSatisfying(text -> assertThat(text).contains("would store something else"));
        assertThat(found.identity()).isPresent();
    }

    @Test
    void withoutATargetNothingIsAskedOfAdmission() throws Exception {
        PlayedNode node = new PlayedNode() {
            @Override
            PodFacts pod() {
                return TargetScanTest.changed(pod -> pod.put("hostPid", true));
            }
        };
        Preflight.Found found = look(node);
        assertThat(found.chosen().passedOver()).hasSize(1);
        assertThat(found.identity()).isEmpty();
        assertThat(found.refusal()).isEmpty();
        assertThat(node.asked).doesNotContain("dry run");
    }

    @Test
    void misuseIsTriedOnTheFirstTarget() throws Exception {
        List<MisuseSpec> tried = new ArrayList<>();
        PlayedNode node = new PlayedNode() {
            @Override
            public MisuseChecks.Attempt tryMisuse(PodFacts pod, MisuseSpec spec) {
                tried.add(spec);
                return new MisuseChecks.Attempt(
                        spec.misuse(), spec.name(), MisuseChecks.Answer.REFUSED, MisuseChecks.By.POLICY, "no");
            }
        };
        Preflight.Found found = look(node, request("registry.example/probe:1", Optional.empty(), true));
        assertThat(tried).isNotEmpty();
        assertThat(found.access().misuse().made()).isEqualTo(MisuseChecks.Made.MADE);
        assertThat(found.access().misuse().target()).isEqualTo("shop/checkout-5d9-x7/app");
    }

    @Test
    void aWrongImageAndAForbiddenUserAreRefusedBeforeAnythingIsAsked() {
        PlayedNode node = new PlayedNode();
        for (ScanRequest wrong : List.of(
                request("not an image!", Optional.empty(), false),
                request("registry.example/probe:1", Optional.of("0:0"), false))) {
            assertThatThrownBy(() -> look(node, wrong))
                    .isInstanceOfSatisfying(
                            ScanException.class, e -> assertThat(e.kind()).isEqualTo(ScanException.Kind.CONFIGURATION));
        }
        assertThat(node.asked).isEmpty();
    }

    @Test
    void anExpiredTokenIsNotShownToTheServer() {
        PlayedNode node = new PlayedNode();
        assertThatThrownBy(() -> new Preflight(node.pace, new SecureRandom(), text -> {})
                        .look(node, CollectorTest.connection("{\"exp\":1699996399}"), TargetScanTest.request()))
                .hasMessageContaining("expired");
        assertThat(node.asked).isEmpty();
    }
}
