package io.jenkins.plugins.distrolessscan.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a request is about, as an API server's authorizer sees it.
 *
 * @param verb such as {@code list}; of a path that is no resource the method in lower case
 * @param group API group, empty for core
 * @param namespace empty for none
 * @param resource such as {@code pods} or {@code pods/log}; empty for a path that is no resource
 * @param name empty for a collection
 * @param path the path as it was asked for
 */
record ApiPath(String verb, String group, String namespace, String resource, String name, String path) {

    /** Reads method, path and query. */
    static ApiPath of(String method, String path, Map<String, String> query) {
        List<String> words = Arrays.asList(path.substring(1).split("/", -1));
        Optional<Integer> start = resourceAt(words);
        if (start.isEmpty() || words.contains("")) {
            return new ApiPath(method.toLowerCase(Locale.ROOT), "", "", "", "", path);
        }
        String group = words.get(0).equals("apis") ? words.get(1) : "";
        List<String> rest = words.subList(start.get(), words.size());
        String namespace = "";
        if (rest.size() > 2 && rest.get(0).equals("namespaces")) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        String name = rest.size() > 1 ? rest.get(1) : "";
        String resource = rest.get(0) + (rest.size() > 2 ? "/" + rest.get(2) : "");
        if (resource.equals("namespaces")) {
            namespace = name;
        }
        return new ApiPath(verb(method, name, query), group, namespace, resource, name, path);
    }

    /** Where the resource's words begin, behind {@code api/v1} or {@code apis/group/version}. */
    private static Optional<Integer> resourceAt(List<String> words) {
        int start = words.get(0).equals("api") ? 2 : words.get(0).equals("apis") ? 3 : Integer.MAX_VALUE;
        return words.size() > start && words.size() <= start + 5 ? Optional.of(start) : Optional.empty();
    }

    private static String verb(String method, String name, Map<String, String> query) {
        return switch (method) {
            case "GET", "HEAD" -> {
                String watch = query.getOrDefault("watch", "false");
                yield watch.equals("true") || watch.equals("1") ? "watch" : name.isEmpty() ? "list" : "get";
            }
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }

    boolean isResource() {
        return !resource.isEmpty();
    }

    /** RBAC's sentence for a right that is missing. */
    Refused forbiddenTo(String user) {
        if (!isResource()) {
            return Refused.forbidden(
                    "forbidden: User \"" + user + "\" cannot " + verb + " path \"" + path + "\"", "", "");
        }
        String plain = resource.contains("/") ? resource.substring(0, resource.indexOf('/')) : resource;
        String suffix = group.isEmpty() ? "" : "." + group;
        return Refused.forbidden(
                plain + suffix + (name.isEmpty() ? "" : " \"" + name + "\"") + " is forbidden: User \"" + user
                        + "\" cannot " + verb + " resource \"" + resource + "\" in API group \"" + group + "\""
                        + (namespace.isEmpty() ? " at the cluster scope" : " in the namespace \"" + namespace + "\""),
                plain,
                name);
    }
}
