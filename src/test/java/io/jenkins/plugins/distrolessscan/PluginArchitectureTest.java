package io.jenkins.plugins.distrolessscan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import hudson.init.Initializer;
import hudson.model.Action;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Run;
import hudson.model.Saveable;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.io.Serializable;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.POST;

/** Holds the Jenkins layer to its table of rooms and to what Jenkins stores, sends and answers safely. */
class PluginArchitectureTest {
    private static final String PLUGIN = "io.jenkins.plugins.distrolessscan";
    private static final String ENGINE = PLUGIN + ".engine..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(PLUGIN);

    /** What XStream writes or remoting sends: its fields outlive the code that wrote them. */
    private static final DescribedPredicate<JavaClass> KEPT = DescribedPredicate.describe(
            "is stored or sent by Jenkins",
            type -> !type.getPackageName().startsWith(PLUGIN + ".engine")
                    && !type.isEnum()
                    && (type.isAssignableTo(Action.class)
                            || type.isAssignableTo(Describable.class)
                            || type.isAssignableTo(Descriptor.class)
                            || type.isAssignableTo(Saveable.class)
                            || type.isAssignableTo(Serializable.class)));

    private static final DescribedPredicate<JavaField> WRITTEN = DescribedPredicate.describe(
            "are written",
            field -> !field.getModifiers().contains(JavaModifier.TRANSIENT)
                    && !field.getModifiers().contains(JavaModifier.STATIC));

    @Test
    void theConfigurationKnowsOnlyTheEngine() {
        noClasses()
                .that()
                .resideInAPackage(PLUGIN + ".config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PLUGIN + ".step..", PLUGIN + ".result..")
                .check(CLASSES);
    }

    @Test
    void theResultKnowsOnlyTheEngine() {
        noClasses()
                .that()
                .resideInAPackage(PLUGIN + ".result..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PLUGIN + ".step..", PLUGIN + ".config..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void theKubernetesClientStaysBehindThePort() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ENGINE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8..", "okhttp3..")
                .check(CLASSES);
    }

    @Test
    void checksAndFillsTakeOnlyPost() {
        methods()
                .that()
                .haveRawReturnType(FormValidation.class)
                .or()
                .haveRawReturnType(ListBoxModel.class)
                .and()
                .haveNameMatching("do[A-Z].*")
                .and()
                .arePublic()
                .should()
                .beAnnotatedWith(RequirePOST.class)
                .orShould()
                .beAnnotatedWith(POST.class)
                .check(CLASSES);
    }

    @Test
    void everyCheckAndFillHasThatNameAndReturnType() {
        methods()
                .that()
                .haveNameMatching("do(Check|Fill|Test)[A-Z].*")
                .should()
                .beAnnotatedWith(RequirePOST.class)
                .orShould()
                .beAnnotatedWith(POST.class)
                .check(CLASSES);
    }

    @Test
    void nothingOfTheEngineOrTheClientIsStoredOrSent() {
        fields().that(WRITTEN)
                .and()
                .areDeclaredInClassesThat(KEPT)
                .should(involveNone(
                        "a type of the engine or the Kubernetes client",
                        type -> type.getPackageName().startsWith(PLUGIN + ".engine")
                                || type.getPackageName().startsWith("io.fabric8")))
                .check(CLASSES);
    }

    @Test
    void noOptionalAndNoRecordIsStoredOrSent() {
        fields().that(WRITTEN)
                .and()
                .areDeclaredInClassesThat(KEPT)
                .should(involveNone(
                        "an Optional or a record", type -> type.isRecord() || type.isEquivalentTo(Optional.class)))
                .check(CLASSES);
    }

    @Test
    void noBuildIsStored() {
        fields().that(WRITTEN)
                .and()
                .areDeclaredInClassesThat(KEPT)
                .should(involveNone("a build", type -> type.isAssignableTo(Run.class)))
                .check(CLASSES);
    }

    /** Otherwise each start fails with an IllegalAccessError that only the log shows. */
    @Test
    void whatJenkinsCallsAtItsStartIsPublic() {
        methods()
                .that()
                .areAnnotatedWith(Initializer.class)
                .should()
                .bePublic()
                .andShould()
                .beStatic()
                .andShould()
                .beDeclaredInClassesThat()
                .arePublic()
                .check(CLASSES);
    }

    @Test
    void whatJenkinsBindsIsPublic() {
        constructors()
                .that()
                .areAnnotatedWith(DataBoundConstructor.class)
                .should()
                .bePublic()
                .andShould()
                .beDeclaredInClassesThat()
                .arePublic()
                .check(CLASSES);
    }

    private static ArchCondition<JavaField> involveNone(String what, Predicate<JavaClass> excluded) {
        return new ArchCondition<>("involve no " + what.replaceFirst("^an? ", "")) {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                for (var type : field.getAllInvolvedRawTypes()) {
                    if (excluded.test(type)) {
                        events.add(SimpleConditionEvent.violated(
                                field, field.getFullName() + " involves " + type.getName() + ", which is " + what));
                    }
                }
            }
        };
    }
}
