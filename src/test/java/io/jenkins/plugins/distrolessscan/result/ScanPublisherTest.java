package io.jenkins.plugins.distrolessscan.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import hudson.model.FreeStyleBuild;
import hudson.model.TaskListener;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.report.Reports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ScanPublisherTest {
    private static JenkinsRule jenkins;
    private FreeStyleBuild build;
    private ScanPublisher publisher;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
    }

    @BeforeEach
    void build() throws Exception {
        build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
        publisher = new ScanPublisher(build, TaskListener.NULL);
    }

    @Test
    void aReportThatCannotBeArchivedIsKeptWithThePage() throws Exception {
        // Where the folder of the artifacts belongs there is a file.
        Files.writeString(build.getArtifactsDir().toPath(), "in the way");
        assertThatThrownBy(() -> publisher.publish("checkout", "scope", Reports.sound(), List.of("json")))
                .isInstanceOf(AbortException.class)
                .hasMessageContaining("scan 'checkout' is stored with the build and its page can be seen")
                .hasMessageContaining("could not be archived");
        build.getProject()._getRuns().purgeCache();
        ScanAction action = build.getProject().getLastBuild().getAction(ScanAction.class);
        assertThat(action.getVerdict()).isEqualTo("FAILED");
        assertThat(action.getReport()).isEqualTo(Reports.sound());
    }

    @Test
    void anIdThatDiffersOnlyInCapitalLettersIsRefused() throws Exception {
        publisher.publish("checkout", "scope", Reports.sound(), List.of());
        assertThatThrownBy(() -> publisher.checkUnused("Checkout"))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("capital and small letters make no difference");
        publisher.checkUnused("checkout2");
    }

    @Test
    void aScanThatCouldNotBeFinishedMayBeRepeated() throws Exception {
        publisher.publishNotPossible("checkout", "The server cannot be reached.", List.of());
        publisher.checkUnused("checkout");
        publisher.publishAborted("checkout", List.of());
        publisher.checkUnused("checkout");
        ScanAction third = publisher.publish("checkout", "scope", Reports.sound(), List.of());
        assertThat(third.getScanId()).isEqualTo("checkout-3");
        assertThatThrownBy(() -> publisher.checkUnused("checkout-3")).isInstanceOf(ScanException.class);
    }

    @Test
    void theJobPageIsThereFromTheFirstScanOnWithoutABuildBeingLoaded() throws Exception {
        assertThat(build.getProject().getAction(ScanJobAction.class)).isNull();
        publisher.publish("checkout", "scope", Reports.sound(), List.of());
        assertThat(build.getProject().getAction(ScanJobAction.class).getScans()).hasSize(1);
        jenkins.buildAndAssertSuccess(build.getProject());
        build.getProject()._getRuns().purgeCache();
        assertThat(build.getProject().getAction(ScanJobAction.class)).isNotNull();
        assertThat(build.getProject()._getRuns().getLoadedBuilds()).isEmpty();
    }

    @Test
    void aSecondReportUnderTheSameIdInOtherLettersGetsANumber() throws Exception {
        publisher.publish("checkout", "scope", Reports.sound(), List.of());
        ScanAction second = publisher.publish("CHECKOUT", "scope", Reports.unreadable(), List.of());
        assertThat(second.getScanId()).isEqualTo("CHECKOUT-2");
        assertThat(build.getActions(ScanAction.class).get(0).getReport()).isEqualTo(Reports.sound());
        assertThat(second.getReport()).isEqualTo(Reports.unreadable());
    }

    @Test
    void anAbortedScanIsRecordedAtOnceAndUpdatedInPlace() throws Exception {
        publisher.publishAborted("scan", List.of("The end of shop/slow/x has not been verified so far."));
        assertThat(build.getAction(ScanAction.class).getVerdict()).isEqualTo("ABORTED");
        assertThat(page("scan"))
                .contains("1 debug container(s) has not been verified", "The end of shop/slow/x has not been verified");

        ScanPublisher.settle(build, "scan", List.of("shop/slow/x"), List.of());
        assertThat(build.getActions(ScanAction.class)).hasSize(1);
        assertThat(page("scan")).contains("have ended: shop/slow/x").doesNotContain("has not been verified");
        build.getProject()._getRuns().purgeCache();
        assertThat(build.getProject().getLastBuild().getAction(ScanAction.class).getLeftovers())
                .isEmpty();
    }

    @Test
    void aBuildThatWasDeletedMeanwhileIsNotWrittenAgain() throws Exception {
        publisher.publishAborted("scan", List.of("one"));
        Path folder = build.getRootDir().toPath();
        build.delete();
        ScanPublisher.settle(build, "scan", List.of("shop/slow/x"), List.of("one"));
        assertThat(folder).doesNotExist();
    }

    @Test
    void aReportThatIsDamagedOrGoneLeavesThePageAndItsCounts() throws Exception {
        publisher.publish("scan", "scope", Reports.sound(), List.of());
        Path file = build.getRootDir().toPath().resolve("distroless-scan/scan.json.gz");
        Files.writeString(file, "no gzip");
        build.getProject()._getRuns().purgeCache();
        assertThat(page("scan")).contains("missing or damaged", "FAILED");
        Files.delete(file);
        build.getProject()._getRuns().purgeCache();
        assertThat(page("scan")).contains("missing or damaged", "Compliance is 83 percent");
    }

    private String page(String id) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            HtmlPage page = web.getPage(build.getProject().getLastBuild(), "distroless-scan-" + id);
            return page.getBody().getTextContent();
        }
    }
}
