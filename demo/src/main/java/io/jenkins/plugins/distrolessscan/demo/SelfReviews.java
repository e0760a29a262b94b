package io.jenkins.plugins.distrolessscan.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Answers to what a credential asks about itself. Each review is the request's own object with a status. */
final class SelfReviews {
    private SelfReviews() {}

    static ObjectNode answer(DemoRole role, String resource, ObjectNode review) throws Refused {
        return switch (resource) {
            case "selfsubjectreviews" -> who(review);
            case "selfsubjectaccessreviews" -> may(role, review);
            case "selfsubjectrulesreviews" -> rules(role, review);
            default -> throw Refused.unknownPath();
        };
    }

    private static ObjectNode who(ObjectNode review) {
        ObjectNode user = review.putObject("status").putObject("userInfo");
        user.put("username", DemoToken.USER);
        user.putArray("groups")
                .add("system:serviceaccounts")
                .add("system:serviceaccounts:" + SampleShop.NAMESPACE)
                .add("system:authenticated");
        return review;
    }

    private static ObjectNode may(DemoRole role, ObjectNode review) {
        JsonNode asked = review.path("spec").path("resourceAttributes");
        String sub = asked.path("subresource").asText("");
        String resource = asked.path("resource").asText("") + (sub.isEmpty() ? "" : "/" + sub);
        ApiPath path = new ApiPath(
                asked.path("verb").asText(""),
                asked.path("group").asText(""),
                asked.path("namespace").asText(""),
                resource,
                asked.path("name").asText(""),
                "");
        boolean allowed = role.allows(path);
        ObjectNode status = review.putObject("status").put("allowed", allowed);
        if (allowed) {
            status.put("reason", "RBAC: allowed by RoleBinding \"scanner/" + SampleShop.NAMESPACE + "\"");
        }
        return review;
    }

    private static ObjectNode rules(DemoRole role, ObjectNode review) {
        ObjectNode status = review.putObject("status");
        status.put("incomplete", false).putArray("nonResourceRules");
        role.list(review.path("spec").path("namespace").asText(""), status.putArray("resourceRules"));
        return review;
    }
}
