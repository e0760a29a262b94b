package io.jenkins.plugins.distrolessscan.engine.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.distrolessscan.engine.model.CapabilitySet;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Identity;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts.ContainerFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ProcessStatus;
import io.jenkins.plugins.distrolessscan.engine.model.State;
import io.jenkins.plugins.distrolessscan.engine.model.TargetReport.ContextRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The debug container's security context three ways: as asked for, as the API server stored it, and as the probe found it
 * in its own /proc (S-17, S-21, S-22). Stored as asked for is VERIFIED; any difference is NOT_MET. What the probe says can
 * only take away from that, because the target can forge it.
 */
public final class SecurityContextCheck {
    private static final String UNKNOWN = "not known";
    private static final int FILTER = 2;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode stored;
    private final Optional<Evidence.Probe> probe;
    private final List<ContextRow> rows = new ArrayList<>();

    private SecurityContextCheck(JsonNode stored, Optional<Evidence.Probe> probe) {
        this.stored = stored;
        this.probe = probe;
    }

    /** The rows of one target; none when no debug container was attached. */
    public static List<ContextRow> rows(Observation observation, Optional<Evidence> evidence) {
        return observation
                .debugContainer()
                .map(container -> {
                    var check = new SecurityContextCheck(
                            json(container.storedSecurityContext()), evidence.map(Evidence::probe));
                    check.identity(observation.identity());
                    check.rights(observation.identity());
                    observation
                            .pod()
                            .container(observation.target().container())
                            .ifPresent(check::confinement);
                    return List.copyOf(check.rows);
                })
                .orElse(List.of());
    }

    private void identity(Identity asked) {
        same("runAsUser", Long.toString(asked.uid()), status(s -> Long.toString(s.uid())));
        same("runAsGroup", Long.toString(asked.gid()), status(s -> Long.toString(s.gid())));
        same("runAsNonRoot", Boolean.toString(asked.uid() != 0), status(s -> Boolean.toString(s.uid() != 0)));
    }

    private void rights(Identity asked) {
        Optional<String> held = status(SecurityContextCheck::capabilities);
        if (IdentityProfile.of(asked) == IdentityProfile.BASELINE) {
            row("capabilities.drop", "", text("/capabilities/drop"), held, held.orElse(UNKNOWN));
        } else {
            row("capabilities.drop", "[\"ALL\"]", text("/capabilities/drop"), held, "none held");
        }
        row("capabilities.add", "", text("/capabilities/add"), Optional.empty(), "");
        row("privileged", "false", text("/privileged").or(() -> Optional.of("false")), Optional.empty(), "");
        row(
                "allowPrivilegeEscalation",
                "false",
                text("/allowPrivilegeEscalation"),
                status(s -> s.noNewPrivs() ? "no_new_privs set" : "no_new_privs not set"),
                "no_new_privs set");
        row(
                "readOnlyRootFilesystem",
                "true",
                text("/readOnlyRootFilesystem"),
                probe.map(p -> p.ownRootWritable() ? "own root writable" : "own root read-only"),
                "own root read-only");
        row(
                "seccompProfile.type",
                "RuntimeDefault",
                text("/seccompProfile/type"),
                status(s -> s.seccomp() == FILTER ? "filter" : s.seccomp() < 0 ? UNKNOWN : "no filter"),
                "filter");
    }

    private void confinement(ContainerFacts target) {
        Optional<String> label = probe.map(Evidence.Probe::apparmor).filter(text -> !text.isEmpty());
        copied("appArmorProfile", target.appArmorProfile(), label);
        copied("seLinuxOptions", target.seLinuxOptions(), Optional.empty());
    }

    private void copied(String name, Optional<String> asked, Optional<String> effective) {
        JsonNode found = stored.path(name);
        if (asked.isEmpty() && found.isMissingNode() && effective.isEmpty()) {
            return;
        }
        boolean same = asked.map(text -> json(text).equals(found)).orElse(found.isMissingNode());
        rows.add(new ContextRow(
                name,
                found.isMissingNode() ? "not set" : found.toString(),
                effective.orElse(UNKNOWN),
                same ? State.VERIFIED : State.NOT_MET));
    }

    /** A setting whose effective value reads as the stored one. */
    private void same(String setting, String asked, Optional<String> effective) {
        row(setting, asked, text("/" + setting), effective, asked);
    }

    /** {@code asked} is empty for a member that is not to be there; {@code wanted} is the effective text that fits it. */
    private void row(String setting, String asked, Optional<String> found, Optional<String> effective, String wanted) {
        String seen = effective.orElse(UNKNOWN);
        boolean contradicted = !seen.equals(UNKNOWN) && !seen.equals(wanted);
        boolean asAsked = found.orElse("").equals(asked);
        rows.add(new ContextRow(
                setting, found.orElse("not set"), seen, asAsked && !contradicted ? State.VERIFIED : State.NOT_MET));
    }

    private static String capabilities(ProcessStatus s) {
        List<String> sets = List.of(s.capEff(), s.capPrm(), s.capBnd());
        if (sets.stream().anyMatch(String::isEmpty)) {
            return UNKNOWN;
        }
        if (sets.stream().allMatch(set -> CapabilitySet.parse(set).isEmpty())) {
            return "none held";
        }
        return "effective " + CapabilitySet.parse(s.capEff()) + "; permitted " + CapabilitySet.parse(s.capPrm())
                + "; bounding " + CapabilitySet.parse(s.capBnd());
    }

    private Optional<String> status(java.util.function.Function<ProcessStatus, String> fact) {
        return probe.map(Evidence.Probe::status).map(fact);
    }

    private Optional<String> text(String pointer) {
        JsonNode node = stored.at(pointer);
        if (node.isMissingNode() || node.isNull() || node.isArray() && node.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(node.isValueNode() ? node.asText() : node.toString());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
