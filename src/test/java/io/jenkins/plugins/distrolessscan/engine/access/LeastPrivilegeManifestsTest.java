package io.jenkins.plugins.distrolessscan.engine.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.WorkloadName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The YAML is YAML, grants what is needed, and nothing else. */
class LeastPrivilegeManifestsTest {
    private static List<Map<String, Object>> documents(String yaml) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml)) {
            @SuppressWarnings("unchecked")
            Map<String, Object> map = (Map<String, Object>) document;
            found.add(map);
        }
        return found;
    }

    @Test
    void theRightToAWorkloadIsThereOnlyWhenItIsScannedByItsName() throws Exception {
        ScopeOfRights scope = new ScopeOfRights("shop", List.of(), WorkloadName.parse("deployment/checkout"));
        assertThat(LeastPrivilegeManifests.of("scanner", scope).role())
                .contains("apiGroups: [\"apps\"]\n    resources: [\"deployments\"]\n    resourceNames: [\"checkout\"]");
        assertThat(scope.needed()).anyMatch(right -> right.toString().equals("get deployments.apps \"checkout\""));
        assertThat(LeastPrivilegeManifests.of("scanner", ScopeOfRights.of("shop", List.of()))
                        .role())
                .doesNotContain("apps");
    }

    @Test
    void namedPodsAreNamedInEveryRule() throws Exception {
        List<Map<String, Object>> all =
                documents(LeastPrivilegeManifests.of("scanner", ScopeOfRights.of("shop", List.of("web-0", "web-1")))
                        .all());
        assertThat(all).extracting(d -> d.get("kind")).containsExactly("ServiceAccount", "Role", "RoleBinding");
        assertThat(all.get(0)).containsEntry("automountServiceAccountToken", false);
        assertThat(all.get(1).get("rules"))
                .isEqualTo(List.of(
                        Map.of(
                                "apiGroups", List.of(""),
                                "resourceNames", List.of("web-0", "web-1"),
                                "resources", List.of("pods"),
                                "verbs", List.of("get", "watch")),
                        rule("pods/ephemeralcontainers", List.of("web-0", "web-1"), "patch"),
                        rule("pods/log", List.of("web-0", "web-1"), "get")));
        assertThat(all.get(2).get("subjects"))
                .isEqualTo(List.of(Map.of("kind", "ServiceAccount", "name", "scanner", "namespace", "shop")));
        assertThat(all)
                .allSatisfy(d -> assertThat(d.get("metadata")).asString().contains("name=scanner", "namespace=shop"));
    }

    @Test
    void aScanByLabelsMayListAndSaysWhatThatCosts() throws Exception {
        String role = LeastPrivilegeManifests.of("scanner", ScopeOfRights.of("shop", List.of()))
                .role();
        assertThat(role).startsWith("# RBAC has no label selectors: this reaches every pod of the namespace");
        assertThat(documents(role).get(0).get("rules"))
                .isEqualTo(List.of(
                        Map.of(
                                "apiGroups",
                                List.of(""),
                                "resources",
                                List.of("pods"),
                                "verbs",
                                List.of("get", "list", "watch")),
                        Map.of(
                                "apiGroups", List.of(""),
                                "resources", List.of("pods/ephemeralcontainers"),
                                "verbs", List.of("patch")),
                        Map.of("apiGroups", List.of(""), "resources", List.of("pods/log"), "verbs", List.of("get"))));
    }

    private static Map<String, Object> rule(String resource, List<String> names, String verb) {
        return Map.of(
                "apiGroups", List.of(""),
                "resources", List.of(resource),
                "resourceNames", names,
                "verbs", List.of(verb));
    }

    @Test
    void namesThatCouldWriteYamlAreRefused() {
        for (String bad : new String[] {"", "a\"b", "a\nrules: []", "A", "a b", "-a", "a/b"}) {
            for (ScanException e : new ScanException[] {
                catchThrowableOfType(
                        ScanException.class, () -> LeastPrivilegeManifests.of("s", ScopeOfRights.of(bad, List.of()))),
                catchThrowableOfType(
                        ScanException.class,
                        () -> LeastPrivilegeManifests.of(bad, ScopeOfRights.of("shop", List.of()))),
                catchThrowableOfType(
                        ScanException.class,
                        () -> LeastPrivilegeManifests.of("s", ScopeOfRights.of("shop", List.of(bad))))
            }) {
                assertThat(e.kind()).isEqualTo(ScanException.Kind.CONFIGURATION);
            }
        }
    }
}
