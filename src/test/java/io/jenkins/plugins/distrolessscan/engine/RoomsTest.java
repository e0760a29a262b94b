package io.jenkins.plugins.distrolessscan.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.jenkins.plugins.distrolessscan.engine.cluster.Pace;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds which room of the engine may know which. A new room is added here or the first test fails. */
class RoomsTest {
    private static final String ENGINE = "io.jenkins.plugins.distrolessscan.engine.";

    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            entry("model", Set.of()),
            entry("cluster", Set.of("model")),
            entry("target", Set.of("model", "cluster")),
            entry("access", Set.of("model", "cluster")),
            entry("probe", Set.of("model", "cluster")),
            entry("inventory", Set.of("model")),
            entry("control", Set.of("model")),
            entry("risk", Set.of("model")),
            entry("gate", Set.of("model")),
            entry("difference", Set.of("model")),
            entry("store", Set.of("model")),
            entry("report", Set.of("model", "store")),
            entry("vulnerability", Set.of("model")),
            entry("collect", Set.of("model", "cluster", "target", "access", "probe")),
            entry(
                    "assess",
                    Set.of("model", "probe", "inventory", "control", "risk", "gate", "difference", "vulnerability")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.jenkins.plugins.distrolessscan.engine");

    static Set<String> rooms() {
        return new TreeSet<>(MAY_KNOW.keySet());
    }

    @Test
    void everyClassLivesInAKnownRoom() {
        assertThat(CLASSES).isNotEmpty();
        assertThat(CLASSES.stream().map(RoomsTest::room)).isSubsetOf(rooms());
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomKnowsOnlyTheRoomsItMay(String room) {
        var others = rooms().stream()
                .filter(other -> !other.equals(room) && !MAY_KNOW.get(room).contains(other))
                .map(other -> ENGINE + other + "..")
                .toArray(String[]::new);
        if (others.length == 0) {
            return;
        }
        noClasses()
                .that()
                .resideInAPackage(ENGINE + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void theEngineKnowsNothingOfJenkins() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "hudson..",
                        "jenkins..",
                        "org.jenkinsci..",
                        "org.jenkins_ci..",
                        "org.kohsuke..",
                        "com.cloudbees..")
                .check(CLASSES);
    }

    @Test
    void theEngineKnowsNothingOfWhatIsBuiltOnIt() {
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.jenkins.plugins.distrolessscan",
                        "io.jenkins.plugins.distrolessscan.cli..",
                        "io.jenkins.plugins.distrolessscan.config..",
                        "io.jenkins.plugins.distrolessscan.demo..",
                        "io.jenkins.plugins.distrolessscan.result..",
                        "io.jenkins.plugins.distrolessscan.step..")
                .check(CLASSES);
    }

    /**
     * What waits or asks for the time takes a Pace, so that its tests need no time. The index of vulnerability data alone
     * is left out: it waits for another thread of this process, and its room knows no Pace.
     */
    @Test
    void timeComesInAsPaceAlone() {
        noClasses()
                .that()
                .areNotAssignableTo(Pace.class)
                .and()
                .doNotHaveFullyQualifiedName(ENGINE + "vulnerability.IndexFolder")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .check(CLASSES);
    }

    /** An agent would have to fetch the mapper first. A kubeconfig is read on the controller. */
    @Test
    void whatRunsOnAnAgentNeedsNoJsonMapper() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ENGINE + "cluster..", ENGINE + "target..", ENGINE + "access..", ENGINE + "collect..")
                .and()
                .doNotHaveFullyQualifiedName(ENGINE + "cluster.Kubeconfig")
                .and()
                .haveNameNotMatching(".*\\.Kubeconfig\\$.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson.databind..")
                .check(CLASSES);
        noClasses()
                .that()
                .haveFullyQualifiedName(ENGINE + "store.RecordWriter")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson.databind..")
                .check(CLASSES);
    }

    @Test
    void theModelIsMadeOfTheJdkAlone() {
        ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(ENGINE + "model..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", ENGINE + "model..")
                .check(CLASSES);
    }

    @Test
    void onlyTheClusterRoomKnowsTheKubernetesClient() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ENGINE + "cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8..", "okhttp3..")
                .check(CLASSES);
    }

    private static String room(JavaClass type) {
        var rest = type.getPackageName().substring(ENGINE.length() - 1);
        return rest.isEmpty() ? "" : rest.substring(1).split("\\.", 2)[0];
    }
}
