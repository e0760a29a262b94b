package io.jenkins.plugins.distrolessscan.result;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import io.jenkins.plugins.distrolessscan.step.DistrolessScanBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * What an earlier state of the plugin stored in a Jenkins home is still read: job, build record and report. Each folder
 * {@code stored-by-COMMIT} was written by a Jenkins with the plugin of that commit; no test writes it anew. In it only the
 * path of the workspace was changed.
 */
@WithJenkins
class StoredRecordsTest {
    @Test
    void theJobItsBuildAndItsReportAreReadAsTheyWereWritten(JenkinsRule jenkins) throws Exception {
        FreeStyleProject job = restored(jenkins, "stored-by-93841c3");

        DistrolessScanBuilder builder = job.getBuildersList().get(DistrolessScanBuilder.class);
        assertThat(builder.getScan().getCluster()).isEqualTo("demo");
        assertThat(builder.getScan().getLabelSelector()).isEqualTo("app=frontend");
        assertThat(builder.getScan().getMinimumCompliance()).isEqualTo(100);
        assertThat(builder.getScan().getArchive()).containsExactly("json", "html");

        FreeStyleBuild build = job.getBuildByNumber(1);
        assertThat(build.getResult()).isEqualTo(Result.FAILURE);
        ScanAction action = build.getAction(ScanAction.class);
        assertThat(action.getVerdict()).isEqualTo("FAILED");
        assertThat(action.getCompliance()).isEqualTo(60);
        assertThat(action.getPackages()).isEqualTo(30);
        assertThat(action.getFindings()).isEqualTo(12);
        assertThat(action.getReasons()).containsExactly("Compliance is 60 %, at least 100 % is required.");
        assertThat(action.getLeftovers()).isEmpty();
        assertThat(action.isVulnerabilitiesLookedUp()).isFalse();
        assertThat(action.getGates()).singleElement().satisfies(gate -> {
            assertThat(gate.getOf()).isEqualTo("compliance.min");
            assertThat(gate.getLimit()).isEqualTo(100L);
        });
        assertThat(action.getReport().inventory()).hasSize(30);

        String page = jenkins.createWebClient()
                .getPage(build, "distroless-scan/")
                .getWebResponse()
                .getContentAsString();
        assertThat(page).contains("Compliance is 60 %").doesNotContain("missing or damaged", "another version");
    }

    private static FreeStyleProject restored(JenkinsRule jenkins, String folder) throws Exception {
        try (InputStream config = stored(folder, "config.xml")) {
            jenkins.jenkins.createProjectFromXML("stored", config);
        }
        Path build = jenkins.jenkins
                .getItemByFullName("stored", FreeStyleProject.class)
                .getRootDir()
                .toPath()
                .resolve("builds/1");
        Path reports = Files.createDirectories(build.resolve("distroless-scan"));
        copy(folder, "build.xml", build);
        copy(folder, "distroless-scan.json.gz", reports);
        copy(folder, "distroless-scan.index.json.gz", reports);
        jenkins.jenkins.reload();
        return jenkins.jenkins.getItemByFullName("stored", FreeStyleProject.class);
    }

    private static void copy(String folder, String name, Path into) throws IOException {
        try (InputStream in = stored(folder, name)) {
            Files.copy(in, into.resolve(name));
        }
    }

    private static InputStream stored(String folder, String name) {
        InputStream in = StoredRecordsTest.class.getResourceAsStream(folder + "/" + name);
        assertThat(in).as(folder + "/" + name).isNotNull();
        return in;
    }
}
