package io.jenkins.plugins.distrolessscan.engine.report;

import static io.jenkins.plugins.distrolessscan.engine.model.State.ENFORCED;
import static io.jenkins.plugins.distrolessscan.engine.model.State.NOT_MET;
import static io.jenkins.plugins.distrolessscan.engine.model.State.NOT_VERIFIABLE;
import static io.jenkins.plugins.distrolessscan.engine.model.State.OBSERVED;
import static io.jenkins.plugins.distrolessscan.engine.model.State.VERIFIED;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.Level;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Alignment;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Characteristic;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Comparison;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Consideration;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Limit;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Mitigation;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Overall;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Rating;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Risk;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Scenario;
import io.jenkins.plugins.distrolessscan.engine.model.RiskAssessment.Statement;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import java.util.List;

/** A filled risk assessment of the sample scan: two states that do not hold, and some that nobody can see. */
final class SampleRisk {
    private static final String AUTH = "Authentication and authorization";
    private static final String OPERATION = "Operation";
    private static final String CONTAINER = "Container";

    private SampleRisk() {}

    static RiskAssessment assessment() {
        return new RiskAssessment(
                characteristics(),
                risks(),
                scenarios(),
                enterprise(),
                statements(),
                limits(),
                comparison(),
                compliance(),
                overall());
    }

    private static Overall overall() {
        return new Overall(
                Level.MEDIUM,
                Level.HIGH,
                "The method's profile is moderate. In this run it is one step worse: the token holds more than it needs.");
    }

    private static List<Characteristic> characteristics() {
        return List.of(
                new Characteristic(
                        "S-4",
                        "Required privileges",
                        Rating.MODERATE,
                        Rating.HIGH,
                        "The scan needs the right to patch ephemeral containers, which is as strong as exec on those pods.",
                        NOT_MET,
                        List.of(
                                Fact.api("the token may get secrets in shop, which the scan does not need"),
                                Fact.api("the token may create pods in shop, which the scan does not need"))),
                new Characteristic(
                        "S-5",
                        "Attack surface",
                        Rating.MODERATE,
                        Rating.MODERATE,
                        "It is larger while a debug container lives.",
                        VERIFIED,
                        List.of(Fact.kubelet("2 windows, 15 seconds together, the longest 9 seconds"))),
                new Characteristic(
                        "S-6",
                        "Credential exposure",
                        Rating.MINIMAL,
                        Rating.MINIMAL,
                        "A short-lived token of a service account.",
                        VERIFIED,
                        List.of(Fact.client("issued for 10 minutes, 8 minutes 13 seconds left at the end"))),
                new Characteristic(
                        "S-7",
                        "Isolation",
                        Rating.MODERATE,
                        Rating.MODERATE,
                        "One container's process namespace is shared for a time.",
                        VERIFIED,
                        List.of(Fact.api("targetContainerName cart"), Fact.kubelet("from 10:15:02 to 10:15:11"))),
                new Characteristic(
                        "S-8",
                        "Persistence",
                        Rating.NONE,
                        Rating.NONE,
                        "The process has ended; its record stays in the pod's object until the pod is deleted.",
                        VERIFIED,
                        List.of(Fact.kubelet("terminated: Completed, exit 0, as of 10:15:12"))));
    }

    private static List<Risk> risks() {
        return List.of(
                risk("S-10", AUTH, "Token leakage", "Low", "Medium", VERIFIED, "Short-lived token, few rights."),
                new Risk(
                        "S-11",
                        AUTH,
                        "Excessive permissions",
                        "Medium",
                        "Medium",
                        Level.MEDIUM,
                        "A role with the needed rights only.",
                        NOT_MET,
                        Level.HIGH,
                        List.of(Fact.api("2 rights in excess")),
                        "Take get secrets and create pods from the token's role; distroless-scan manifests prints the role."),
                risk(
                        "S-12",
                        AUTH,
                        "Authentication bypass",
                        "Very low",
                        "High",
                        VERIFIED,
                        "The cluster's authentication."),
                risk(
                        "S-13",
                        OPERATION,
                        "Debug container persistence",
                        "Low",
                        "Medium",
                        VERIFIED,
                        "It ends by itself, and its end is read back."),
                risk(
                        "S-14",
                        OPERATION,
                        "Resource exhaustion",
                        "Low",
                        "Medium",
                        OBSERVED,
                        "Bounds of the probe instead of limits that Kubernetes refuses here."),
                risk(
                        "S-15",
                        OPERATION,
                        "Container interference",
                        "Medium",
                        "Medium",
                        OBSERVED,
                        "The probe only reads."),
                risk(
                        "S-16",
                        CONTAINER,
                        "Container isolation breach",
                        "Medium",
                        "Medium",
                        VERIFIED,
                        "One target, one window."),
                risk(
                        "S-17",
                        CONTAINER,
                        "Debug container compromise",
                        "Low",
                        "Medium",
                        ENFORCED,
                        "One static program, no shell."),
                risk(
                        "S-18",
                        CONTAINER,
                        "Data exfiltration",
                        "Low",
                        "Medium",
                        NOT_VERIFIABLE,
                        "Network policies of the pod; the scan opens nothing."));
    }

    private static Risk risk(
            String id, String group, String name, String likelihood, String impact, State state, String mitigation) {
        Level level = likelihood.equals("Very low") ? Level.LOW : Level.MEDIUM;
        return new Risk(
                id,
                group,
                name,
                likelihood,
                impact,
                level,
                mitigation,
                state,
                level,
                List.of(Fact.client("see the targets and the access of this report")),
                "");
    }

    private static List<Scenario> scenarios() {
        return List.of(
                new Scenario(
                        "S-21",
                        "Debug container persistence",
                        "A debug container does not end and stays attached to the pod.",
                        Level.LOW,
                        Level.LOW,
                        "It can do little, and it goes when the pod goes.",
                        List.of(
                                mitigation("S-21a", "A deadline ends it", ENFORCED),
                                mitigation("S-21b", "It goes with its pod", OBSERVED),
                                mitigation("S-21c", "Long-running debug containers are watched", NOT_VERIFIABLE),
                                mitigation("S-21d", "It has no capabilities", VERIFIED))),
                new Scenario(
                        "S-22",
                        "Excessive access",
                        "A debug container reaches more of the target than intended.",
                        Level.MEDIUM,
                        Level.HIGH,
                        "It can read the target's files. One mitigation does not hold.",
                        List.of(
                                mitigation("S-22a", "Least privileges", VERIFIED),
                                mitigation("S-22b", "Read-only access", OBSERVED),
                                mitigation("S-22c", "No mounts of the host", NOT_MET),
                                mitigation("S-22d", "Restricted network", NOT_VERIFIABLE))),
                new Scenario(
                        "S-23",
                        "Compromise",
                        "The debug container itself is taken over.",
                        Level.MEDIUM,
                        Level.MEDIUM,
                        "Its short life limits the harm.",
                        List.of(
                                mitigation("S-23a", "Few tools", ENFORCED),
                                mitigation("S-23b", "Short life", VERIFIED),
                                mitigation("S-23c", "Limited network", NOT_VERIFIABLE),
                                mitigation("S-23d", "No privileges", VERIFIED))));
    }

    private static Mitigation mitigation(String id, String name, State state) {
        return new Mitigation(
                id,
                name,
                state,
                List.of(Fact.api("the stored security context"), Fact.probe("the probe's own /proc/self/status")));
    }

    private static List<Consideration> enterprise() {
        return List.of(
                consideration("S-25", "Monitoring", "Watch for debug containers that nobody expects.", NOT_MET),
                consideration("S-26", "Strict RBAC", "Few subjects may patch ephemeral containers.", NOT_VERIFIABLE),
                consideration("S-27", "Hardening", "The debug container's image is minimal.", ENFORCED),
                consideration("S-28", "Network policies", "The pod's egress is closed by default.", NOT_VERIFIABLE),
                consideration("S-29", "Audit", "Every attachment and every end is recorded.", VERIFIED));
    }

    private static Consideration consideration(String id, String name, String text, State state) {
        return new Consideration(id, name, text, state, List.of(Fact.api("what the token may list in shop")));
    }

    private static List<Statement> statements() {
        return List.of(
                statement(
                        "S-19",
                        "Against the API approach",
                        "Higher in required privileges and in isolation.",
                        OBSERVED),
                statement(
                        "S-20",
                        "Against a sidecar",
                        "15 seconds of shared isolation against 9 days of life.",
                        VERIFIED),
                statement("S-30", "Overall", "Moderate; worse in this run.", OBSERVED),
                statement("S-31", "Scans distroless containers", "6 of 8 controls could be evaluated.", VERIFIED),
                statement("S-32", "Ephemeral", "All processes ended; 2 records stay.", VERIFIED),
                statement("S-33", "Few changes of the pod", "Only ephemeralContainers differ.", VERIFIED),
                statement("S-34", "Drawbacks", "Isolation is shared for a time; a strong right is needed.", OBSERVED),
                statement("S-35", "Interim", "For containers that exec cannot scan, until they can be.", OBSERVED),
                statement("S-36", "Sensitive environments", "Monitoring and strict RBAC do not both hold.", NOT_MET));
    }

    private static Statement statement(String id, String name, String text, State state) {
        return new Statement(id, name, text, state, List.of(Fact.client("computed from this report")));
    }

    private static List<Limit> limits() {
        return List.of(
                new Limit("S-38", "Deleted after the scan", "The process has ended; its record stays with the pod."),
                new Limit("S-39", "Resource limits", "Kubernetes refuses them here; the probe bounds itself."),
                new Limit(
                        "S-40", "Read-only access", "The probe only reads; the kernel holds it to that where it can."),
                new Limit("S-41", "Limited network", "It shares the pod's network."),
                new Limit("S-42", "Garbage collection", "It concerns pods, not single debug containers."),
                new Limit("S-43", "Persistence: none", "Read together with S-13 and S-21, which say low."),
                new Limit("S-44", "The stream", "It is the target's word: with the same user it can be forged."));
    }

    private static List<Comparison> comparison() {
        return List.of(
                new Comparison("S-4", "Required privileges", "Low", "Moderate", "High", "Low"),
                new Comparison("S-8", "Persistence", "None", "None", "None, verified", "Moderate"),
                new Comparison("S-20", "Isolation shared for", "not at all", "seconds", "15 s", "the pod's life"),
                new Comparison("", "Changes of the pod's definition", "none", "", "", "a container and a volume"));
    }

    private static List<Alignment> compliance() {
        return List.of(
                new Alignment(
                        "CIS Kubernetes Benchmark",
                        "5.1.1, 5.1.3, 5.2.1",
                        "Aligned with exceptions",
                        "A claim of the analysis; nothing of it is certified."),
                new Alignment("NIST SP 800-190", "4.4.2", "Partly aligned", "Runtime scanning only."));
    }
}
