package io.jenkins.plugins.distrolessscan.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.StepReference;
import io.jenkins.plugins.distrolessscan.engine.model.IdentityProfile;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code docs/step.md} against the global configuration, in both directions. */
class ConfigurationReferenceTest {
    @Test
    void everyPropertyIsInTheReferenceWithTypeAndDefaultAndNothingElseIs() {
        Map<String, List<String>> rows = StepReference.table("property");
        Map<String, Class<?>> properties = Arrays.stream(DistrolessScanGlobalConfiguration.class.getMethods())
                .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                .collect(Collectors.toMap(
                        ConfigurationReferenceTest::property, method -> method.getParameterTypes()[0]));
        assertThat(rows).containsOnlyKeys(properties.keySet());
        properties.forEach(
                (name, type) -> assertThat(rows.get(name).get(0)).as(name).startsWith(StepReference.type(type)));
        assertThat(rows.get("maxTargets").subList(0, 2))
                .containsExactly(
                        "integer, 1 to " + DistrolessScanGlobalConfiguration.MOST_TARGETS,
                        Integer.toString(DistrolessScanGlobalConfiguration.DEFAULT_MAX_TARGETS));
        assertThat(rows.get("maxProfile").get(1)).isEqualTo("`" + IdentityProfile.RESTRICTED.word() + "`");
        assertThat(List.of(
                        rows.get("scansDisabled").get(1),
                        rows.get("allowInlineServers").get(1)))
                .containsOnly("`false`");
    }

    @Test
    void everyPropertyOfTheVulnerabilityDataIsInTheReferenceAndNothingElseIs() {
        Map<String, List<String>> rows = StepReference.table("data property");
        assertThat(rows)
                .containsOnlyKeys(Arrays.stream(VulnerabilityDataConfiguration.class.getMethods())
                        .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                        .map(ConfigurationReferenceTest::property)
                        .toList());
        assertThat(rows.get("updateHours").get(1))
                .isEqualTo(Integer.toString(VulnerabilityDataConfiguration.DEFAULT_UPDATE_HOURS));
        assertThat(rows.get("maximumDataAge").get(1))
                .isEqualTo(Integer.toString(VulnerabilityDataConfiguration.DEFAULT_MAXIMUM_AGE));
    }

    @Test
    void everyPropertyOfAClusterIsInTheReferenceAndNothingElseIs() {
        assertThat(StepReference.table("of a cluster"))
                .containsOnlyKeys(Arrays.stream(ClusterDefinition.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(DataBoundSetter.class)
                                || List.of("getName", "getServerUrl").contains(method.getName()))
                        .map(ConfigurationReferenceTest::property)
                        .toList());
    }

    private static String property(Method method) {
        return Character.toLowerCase(method.getName().charAt(3))
                + method.getName().substring(4);
    }
}
