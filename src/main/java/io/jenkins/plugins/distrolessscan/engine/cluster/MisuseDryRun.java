package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.cluster.ApiRefusal.Status;
import io.jenkins.plugins.distrolessscan.engine.cluster.ApiTransport.Reply;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.Attempt;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseChecks.By;
import io.jenkins.plugins.distrolessscan.engine.model.MisuseSpec;
import io.jenkins.plugins.distrolessscan.engine.model.PodFacts;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Asks about a debug container that should be refused. Its body is put together here and handed to {@link
 * ApiRequest#dryRun} alone, so that it can never be stored.
 */
final class MisuseDryRun {
    /** A policy's sentence; the rest of a long one says no more. */
    private static final int MAX_TEXT = 500;

    /** The Secret need not be there: what is asked is whether its name would be taken. */
    private static final String SECRET = "distroless-scan-check";

    private static final Pattern BY_POLICY = Pattern.compile("ValidatingAdmissionPolicy '.*denied request");
    private static final Pattern BY_WEBHOOK = Pattern.compile("admission webhook \".*denied the request");
    /** The API server's own words for a token that lost its right since the scan's own dry run. */
    private static final Pattern BY_RBAC = Pattern.compile("is forbidden: User \"");

    private static final ForeignText TEXT = new ForeignText(Optional.empty());

    private final ApiCalls calls;

    MisuseDryRun(ApiCalls calls) {
        this.calls = calls;
    }

    Attempt ask(String path, PodFacts pod, MisuseSpec spec) throws ScanException {
        try {
            ApiRequest request = ApiRequest.dryRun(path, body(pod, spec), pod);
            Reply reply = calls.once(request, ApiCalls.MAX_OBJECT_BYTES, true).orElseThrow();
            if (!reply.successful()) {
                Status status = calls.status(reply);
                Optional<By> by = refuser(reply.code(), status);
                if (by.isPresent()) {
                    return attempt(spec, Answer.REFUSED, by.get(), status.message());
                }
            }
            calls.parse(request, reply);
            return attempt(spec, Answer.ADMITTED, By.NOBODY, "");
        } catch (ScanException e) {
            if (e.kind() == Kind.INTERRUPTED) {
                throw e;
            }
            return attempt(spec, Answer.NO_ANSWER, By.NOBODY, e.getMessage());
        }
    }

    private static Attempt attempt(MisuseSpec spec, Answer answer, By by, String text) {
        return new Attempt(spec.misuse(), spec.name(), answer, by, TEXT.clean(text, MAX_TEXT));
    }

    /** A webhook that could not be asked refuses everything, and so says nothing about the misuse. */
    private static Optional<By> refuser(int code, Status status) {
        String message = status.message();
        if (!status.known() || message.contains("failed calling webhook")) {
            return Optional.empty();
        }
        if (code == 403 && message.contains("violates PodSecurity")) {
            return Optional.of(By.POD_SECURITY);
        }
        if (BY_POLICY.matcher(message).find()) {
            return Optional.of(By.POLICY);
        }
        if (BY_WEBHOOK.matcher(message).find()) {
            return Optional.of(By.WEBHOOK);
        }
        return code == 403 && !BY_RBAC.matcher(message).find()
                ? Optional.of(By.ANOTHER_ADMISSION_CONTROL)
                : Optional.empty();
    }

    /** The scan's own body with the one respect changed. */
    private String body(PodFacts pod, MisuseSpec spec) throws ScanException {
        Map<String, Object> context = DebugContainerPatch.securityContext(spec.own());
        Map<String, Object> container = DebugContainerPatch.container(spec.own());
        container.put("name", spec.name());
        container.put("securityContext", context);
        switch (spec.misuse()) {
            case IMAGE -> container.put("image", spec.otherImage());
            case COMMAND -> container.put("command", List.of("/bin/sh"));
            case PRIVILEGED -> {
                context.put("privileged", true);
                // The API takes no privileged container that forbids escalation.
                context.remove("allowPrivilegeEscalation");
            }
            case CAPABILITY -> {
                Map<String, Object> capabilities = new LinkedHashMap<>();
                if (!spec.own().defaultCapabilities()) {
                    capabilities.put("drop", List.of("ALL"));
                }
                capabilities.put("add", List.of("SYS_PTRACE"));
                context.put("capabilities", capabilities);
            }
            case ROOT -> {
                context.put("runAsUser", 0);
                context.put("runAsNonRoot", false);
            }
            case SECRET -> {
                Map<String, Object> secret = new LinkedHashMap<>();
                secret.put("name", SECRET);
                secret.put("optional", true);
                container.put("envFrom", List.of(Map.of("secretRef", secret)));
            }
            case INTERACTIVE -> {
                container.put("stdin", true);
                container.put("tty", true);
            }
        }
        return DebugContainerPatch.patch(pod, container);
    }
}
