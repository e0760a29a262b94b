package io.jenkins.plugins.distrolessscan.engine.cluster;

import io.jenkins.plugins.distrolessscan.engine.model.AccessFacts.Right;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns an answer that is no success into the sentence that says what to do. */
final class ApiRefusal {
    /** RBAC's own form; anchored, so that a policy's message cannot pretend to be it. */
    private static final Pattern MISSING_RIGHT =
            Pattern.compile("^[a-z0-9./ -]{1,200}(\"[^\"]{0,300}\" )?is forbidden: User \"");

    private static final Pattern ANONYMOUS = Pattern.compile("is forbidden: User \"system:anonymous\"");

    /** The API server's words about a node that it asks for a log. */
    private static final Pattern KUBELET =
            Pattern.compile("https://([0-9A-Za-z.:\\[\\]-]{1,100}:[0-9]{1,5})/containerLogs/");

    private final ServerAddress server;
    private final boolean token;
    private final ForeignText text;

    ApiRefusal(ServerAddress server, boolean token, ForeignText text) {
        this.server = server;
        this.token = token;
        this.text = text;
    }

    /** The parts of a Kubernetes Status object that matter; an answer that is none has {@code known == false}. */
    record Status(boolean known, String reason, String message, boolean details) {}

    Status status(ApiTransport.Reply reply) {
        try {
            ApiJson node = ApiJson.parse(reply.body());
            if ("Status".equals(node.path("kind").asText())) {
                return new Status(
                        true,
                        text.clean(node.path("reason").asText(""), 100),
                        text.clean(node.path("message").asText("")),
                        !node.path("details").path("name").asText("").isEmpty());
            }
        } catch (IOException e) {
            // No JSON: an intermediate proxy, or no API server at all.
        }
        return new Status(false, "", text.clean(reply.text(), 300), false);
    }

    ScanException explain(ApiRequest request, ApiTransport.Reply reply) {
        Status status = status(reply);
        String start = "Cannot " + request.doing() + ": ";
        String says = status.message().isEmpty() ? "" : " The API server says: " + sentence(status.message());
        int code = reply.code();
        if (code >= 300 && code < 400) {
            return new ScanException(
                    Kind.CONNECTION,
                    start + server + " answers with a redirect, which is not followed, because the token must not"
                            + " travel to another address; give the API server's own URL.");
        }
        if (code == 401) {
            return new ScanException(Kind.UNAUTHENTICATED, start + unknownCredential());
        }
        if (code == 403 && ANONYMOUS.matcher(status.message()).find()) {
            return new ScanException(
                    Kind.UNAUTHENTICATED,
                    start + "the API server takes the caller for anonymous; " + unknownCredential());
        }
        if (code == 403 && status.known() && (isMissingRight(status) || !isPatch(request))) {
            return new ScanException(Kind.FORBIDDEN, missingRight(request) + says);
        }
        if (isPatch(request) && isAdmission(code, status)) {
            return new ScanException(Kind.REFUSED, start + admission(request, status));
        }
        if (code == 404 && isPatch(request) && !status.details()) {
            return new ScanException(
                    Kind.UNSUPPORTED,
                    start + "this cluster has no ephemeral containers; they need Kubernetes 1.25, or 1.23 with the"
                            + " feature switched on." + says);
        }
        if (code == 404) {
            return new ScanException(Kind.NOT_FOUND, start + "it is not there." + says);
        }
        if (code == 409) {
            return new ScanException(
                    Kind.CONFLICT, start + "the pod is being changed by others all the time; scan it again." + says);
        }
        if (isPatch(request) && status.message().contains("metadata.uid: Invalid value")) {
            return new ScanException(
                    Kind.NOT_FOUND,
                    start + "the pod was replaced or changed in the meantime; start the scan again." + says);
        }
        if (code == 400 && request.path().contains("labelSelector=")) {
            return new ScanException(
                    Kind.CONFIGURATION, start + "the label selector cannot be read; give one such as app=shop." + says);
        }
        if (code == 422 || code == 400) {
            return new ScanException(Kind.UNSUPPORTED, start + "the API server does not accept it." + says);
        }
        if (code == 407) {
            return new ScanException(Kind.CONNECTION, start + "the proxy wants a user name and password.");
        }
        Matcher kubelet = KUBELET.matcher(status.message());
        if (code >= 500 && request.path().contains("/log?") && kubelet.find()) {
            return new ScanException(
                    Kind.CONNECTION,
                    start + "the pod's node did not answer the API server (kubelet at " + kubelet.group(1)
                            + "), also when asked again; is the node up?" + says);
        }
        if (code == 429 || code >= 500) {
            return new ScanException(
                    Kind.CONNECTION,
                    start + "the API server is busy or broken (HTTP " + code + "), also when asked again; try later."
                            + says);
        }
        return new ScanException(
                Kind.UNSUPPORTED,
                start + server + " answers HTTP " + code + ", as no Kubernetes API server does; check the URL." + says);
    }

    /** A success whose body is not what the API sends. */
    ScanException notUnderstood(ApiRequest request) {
        return new ScanException(
                Kind.UNSUPPORTED,
                "Cannot " + request.doing() + ": " + server
                        + " answers something that is not the Kubernetes API's JSON; check that the URL is the API"
                        + " server's own and not that of a login page or another service.");
    }

    String missingRight(ApiRequest request) {
        if (request.right().isEmpty()) {
            return "The credential may not " + request.doing() + "; every authenticated user may, unless the cluster's"
                    + " ClusterRoleBinding system:basic-user or system:discovery was changed.";
        }
        Right right = request.right().get();
        return "The credential may not " + request.doing() + ". Add this rule to its Role in namespace "
                + request.namespace() + ":\n" + RoleRule.of(right).yaml(2);
    }

    private String unknownCredential() {
        return token
                ? "the API server does not accept the token: it is expired, revoked (its ServiceAccount, Secret or Pod"
                        + " was deleted), of another cluster, or for another audience; give a new one (kubectl create"
                        + " token NAME --duration=15m)."
                : "the API server does not accept the client certificate: it is expired or of another cluster; give a"
                        + " new one.";
    }

    private static boolean isPatch(ApiRequest request) {
        return request.method().equals("PATCH");
    }

    private static boolean isMissingRight(Status status) {
        return MISSING_RIGHT.matcher(status.message()).find();
    }

    /** Pod Security and most webhooks answer 403, policies 422, a webhook that cannot be asked 500. */
    private static boolean isAdmission(int code, Status status) {
        String message = status.message();
        return code == 403
                || message.contains("denied the request")
                || message.contains("denied request")
                || message.contains("violates PodSecurity")
                || message.contains("failed calling webhook");
    }

    private static String admission(ApiRequest request, Status status) {
        String message = sentence(status.message());
        if (message.contains("violates PodSecurity")) {
            return "Pod Security refuses it: " + message + poisoned(request, message);
        }
        if (message.contains("failed calling webhook")) {
            return "an admission webhook could not be asked, so nothing is admitted: " + message
                    + " Have the webhook repaired.";
        }
        return "an admission policy or webhook refuses it: " + message
                + " Have the policy admit the scan's image and security context, or leave this pod out.";
    }

    /** Pod Security judges all ephemeral containers that a pod ever had, also the ended ones. */
    private static String poisoned(ApiRequest request, String message) {
        List<String> named = request.earlier().stream()
                .filter(name -> message.contains("\"" + name + "\""))
                .toList();
        return named.isEmpty()
                ? " Choose an identity profile that this level admits."
                : " An earlier debug container of this pod (" + String.join(", ", named)
                        + ") breaks the rule and can no longer be removed: the pod can only be scanned after it is"
                        + " replaced (kubectl rollout restart).";
    }

    /** The API's messages rarely end with a full stop; ours go on after them. */
    private static String sentence(String message) {
        return message.isEmpty() || message.endsWith(".") ? message : message + ".";
    }
}
