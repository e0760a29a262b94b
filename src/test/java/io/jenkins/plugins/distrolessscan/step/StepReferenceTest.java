package io.jenkins.plugins.distrolessscan.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.StepReference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code docs/step.md} against the code, in both directions. */
class StepReferenceTest {
    private static final Map<String, List<String>> ROWS = StepReference.table("parameter");

    @Test
    void everyParameterIsInTheReferenceWithItsTypeAndNothingElseIs() {
        Map<String, Class<?>> parameters = Arrays.stream(DistrolessScanStep.class.getMethods())
                .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                .filter(method -> !method.getName().equals("setRefusals"))
                .collect(Collectors.toMap(
                        method -> Character.toLowerCase(method.getName().charAt(3))
                                + method.getName().substring(4),
                        method -> method.getParameterTypes()[0]));
        assertThat(ROWS).containsOnlyKeys(parameters.keySet());
        parameters.forEach(
                (name, type) -> assertThat(ROWS.get(name).get(0)).as(name).startsWith(StepReference.type(type)));
    }

    @Test
    void everyDefaultOfTheReferenceIsTheOneOfTheCode() throws Exception {
        DistrolessScanStep step = new DistrolessScanStep();
        ScanParameters without = ScanParameters.of(step);
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("allPods", without.allPods());
        defaults.put("skipMisuseChecks", !without.misuseChecks());
        defaults.put("containers", without.containers());
        defaults.put("maxProfile", without.maxProfile().word());
        defaults.put("timeout", without.timeout().toMinutes() + "m");
        defaults.put("onThresholdMissed", without.onThresholdMissed().name());
        defaults.put("onIncomplete", without.onIncomplete().name());
        defaults.put("id", without.id());
        defaults.forEach(
                (name, value) -> assertThat(ROWS.get(name).get(1)).as(name).isEqualTo("`" + value + "`"));
        assertThat(step.getMinimumCompliance()).isNull();
        assertThat(ROWS.get("minimumCompliance").get(1)).isEqualTo("no gate");
        ROWS.forEach((name, row) -> {
            if (!defaults.containsKey(name) && !name.equals("runAs")) {
                assertThat(row.get(1)).as(name + " has no value of its own").doesNotContain("`");
            }
        });
    }
}
