package io.jenkins.plugins.distrolessscan.demo;

/** A request that is not fulfilled, as the API's Status object says it. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;
    private final String resource;
    private final String name;

    private Refused(int code, String reason, String message, String resource, String name) {
        super(message, null, false, false);
        this.code = code;
        this.reason = reason;
        this.resource = resource;
        this.name = name;
    }

    /** HTTP status. */
    int code() {
        return code;
    }

    /** The API's word for it, such as {@code NotFound}. */
    String reason() {
        return reason;
    }

    /** The kind of thing that it is about, such as {@code pods}; may be empty. */
    String resource() {
        return resource;
    }

    /** The thing's name; may be empty. */
    String name() {
        return name;
    }

    static Refused badRequest(String message) {
        return new Refused(400, "BadRequest", message, "", "");
    }

    static Refused unauthorized() {
        return new Refused(401, "Unauthorized", "Unauthorized", "", "");
    }

    static Refused forbidden(String message, String resource, String name) {
        return new Refused(403, "Forbidden", message, resource, name);
    }

    static Refused notFound(String resource, String name) {
        return new Refused(404, "NotFound", resource + " \"" + name + "\" not found", resource, name);
    }

    static Refused unknownPath() {
        return new Refused(404, "NotFound", "the server could not find the requested resource", "", "");
    }

    static Refused methodNotAllowed() {
        return new Refused(
                405, "MethodNotAllowed", "the server does not allow this method on the requested resource", "", "");
    }

    static Refused tooLarge(int limit) {
        return new Refused(413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit, "", "");
    }

    static Refused unsupportedMediaType(String accepted) {
        return new Refused(
                415,
                "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: " + accepted,
                "",
                "");
    }

    static Refused conflict(String pod, String why) {
        return new Refused(
                409, "Conflict", "Operation cannot be fulfilled on pods \"" + pod + "\": " + why, "pods", pod);
    }

    static Refused invalid(String pod, String why) {
        return new Refused(422, "Invalid", "Pod \"" + pod + "\" is invalid: " + why, "Pod", pod);
    }

    /** As a ValidatingAdmissionPolicy refuses. */
    static Refused denied(String pod, String policy, String why) {
        return new Refused(
                422,
                "Invalid",
                "pods \"" + pod + "\" is forbidden: ValidatingAdmissionPolicy '" + policy + "' with binding '" + policy
                        + "' denied request: " + why,
                "pods",
                pod);
    }
}
