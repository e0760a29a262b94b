package io.jenkins.plugins.distrolessscan.result;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.report.HostileTexts;
import io.jenkins.plugins.distrolessscan.engine.report.Reports;
import io.jenkins.plugins.distrolessscan.step.DistrolessScanBuilder;
import io.jenkins.plugins.distrolessscan.step.DistrolessScanStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.htmlunit.Page;
import org.htmlunit.WebResponse;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who may see the pages, and that nothing in them runs or looks otherwise than from a file of the plugin. */
@WithJenkins
class PageSecurityTest {
    private static final List<String> PAGES = List.of("distroless-scan", "1/distroless-scan", "1");
    private static final List<String> FILES = List.of("1/artifact/distroless-scan/distroless-scan/report.html");

    private static JenkinsRule jenkins;
    private FreeStyleProject job;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
    }

    @BeforeEach
    void build() throws Exception {
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER, Run.ARTIFACTS)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "stranger")
                .grant(Item.READ)
                .everywhere()
                .to("reader"));
        job = jenkins.createFreeStyleProject();
        store(Reports.sound());
    }

    @AfterEach
    void delete() throws Exception {
        Run.ARTIFACTS.setEnabled(false);
        job.delete();
    }

    private void store(ScanReport report) throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(job);
        new ScanPublisher(build, TaskListener.NULL).publish(ScanAction.URL, "scope", report, List.of("html"));
    }

    @Test
    void whoMayReadTheJobSeesPagesAndFiles() throws Exception {
        for (String page : PAGES) {
            assertThat(status("reader", page)).as(page).isEqualTo(200);
        }
        for (String file : FILES) {
            assertThat(status("reader", file)).as(file).isEqualTo(200);
        }
        assertThat(status("reader", "1/distroless-scan/api/json")).isIn(200, 404);
    }

    @Test
    void whoMayNotReadTheJobSeesNothing() throws Exception {
        for (String page : PAGES) {
            assertThat(status("stranger", page)).as(page).isEqualTo(404);
        }
        for (String file : FILES) {
            assertThat(status("stranger", file)).as(file).isEqualTo(404);
        }
        assertThat(status("stranger", "1/api/json?depth=2")).isEqualTo(404);
    }

    @Test
    void filesFollowThePermissionForArtifactsWhereItIsOn() throws Exception {
        Run.ARTIFACTS.setEnabled(true);
        System.setProperty("hudson.security.ArtifactsPermission", "true");
        try {
            assertThat(status("reader", FILES.get(0))).isEqualTo(403);
            // What is not archived is of the report, which is not restricted.
            assertThat(status("reader", "1/distroless-scan/report.json")).isEqualTo(200);
            assertThat(document("reader", "1/distroless-scan").select("a[href$=/distroless-scan/report.json]"))
                    .isNotEmpty();
        } finally {
            System.clearProperty("hudson.security.ArtifactsPermission");
        }
    }

    @Test
    void jenkinsEnforcesItsPolicyAndOurPagesNeedNoExceptionFromIt() throws Exception {
        job.getBuildersList().add(new DistrolessScanBuilder(new DistrolessScanStep()));
        job.save();
        for (String page : PAGES) {
            assertThat(response("admin", job.getUrl() + page).getResponseHeaderValue("Content-Security-Policy"))
                    .as(page)
                    .contains("default-src 'self'", "script-src 'report-sample' 'self';")
                    .doesNotContain("'unsafe-eval'");
            assertNothingInline(document("admin", page), ours(page), true);
        }
        // Jenkins' own elements of a form have style attributes, which its policy allows; ours are checked as sources.
        assertNothingInline(document("admin", "configure"), "[descriptorid*=DistrolessScan]", false);
        assertNothingInline(
                Jsoup.parse(response("admin", "manage/configure").getContentAsString()),
                ".jenkins-section:has(> .jenkins-section__title:containsOwn(Distroless Scan))",
                false);
    }

    @Test
    void noViewOfOursHasStyleOrScriptInside() throws Exception {
        Pattern inline = Pattern.compile("\\s(style|on[a-z]+)=|<(style|script)\\b|javascript:");
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources"))) {
            List<Path> views = files.filter(file -> file.toString().matches(".*\\.(jelly|html)"))
                    .toList();
            assertThat(views).hasSizeGreaterThan(30);
            for (Path view : views) {
                assertThat(Files.readString(view)).as(view.toString()).doesNotContainPattern(inline);
            }
        }
    }

    @Test
    void nothingThatAScanBringsBecomesMarkup() throws Exception {
        ScanReport hostile = HostileTexts.everywhere(Reports.sound());
        job.delete();
        job = jenkins.createFreeStyleProject();
        store(hostile);
        for (String page : PAGES) {
            Document document = document("admin", page);
            assertNothingInline(document, ours(page), true);
            for (Element element : document.select(ours(page) + " *")) {
                element.attributes()
                        .forEach(attribute -> assertThat(attribute.getKey() + "=" + attribute.getValue())
                                .as(element.outerHtml())
                                .doesNotContain(HostileTexts.MARK + "(", "javascript:", "evil.example"));
            }
            assertThat(document.select("img[src=x], svg[onload]")).isEmpty();
        }
        assertThat(document("admin", "1/distroless-scan").select("#main-panel").text())
                .contains(HostileTexts.MARK);
    }

    @Test
    void everyClassOfTheViewsHasItsRule() throws Exception {
        Path resources = Path.of("src/main/resources/io/jenkins/plugins/distrolessscan/result");
        String rules = Files.readString(resources.resolve("page.css"));
        try (Stream<Path> views = Files.walk(resources)) {
            for (Path view :
                    views.filter(path -> path.toString().endsWith(".jelly")).toList()) {
                Pattern.compile("distroless-scan-[a-z_-]+[a-z](?=[\" ])")
                        .matcher(Files.readString(view))
                        .results()
                        .map(found -> found.group())
                        .forEach(name -> assertThat(rules).as("%s", view).contains("." + name));
            }
        }
        assertThat(rules)
                .contains(".distroless-scan-word--failed, .distroless-scan-leftovers { color: color-mix(in srgb,"
                        + " var(--error-color)");
    }

    @Test
    void theArchivedReportWorksUnderTheStrictPolicyOfArtifacts() throws Exception {
        WebResponse report = response("reader", job.getUrl() + FILES.get(0));
        assertThat(report.getResponseHeaderValue("Content-Security-Policy"))
                .contains("default-src 'none'", "style-src 'self'");
        Document document = Jsoup.parse(report.getContentAsString());
        assertThat(document.select("style, script, [style], iframe, object, form"))
                .isEmpty();
        assertThat(document.select("link[rel=stylesheet]").eachAttr("href")).containsExactly("report.css");
        assertNothingInline(document, "body", true);
        WebResponse css = response("reader", job.getUrl() + FILES.get(0).replace("report.html", "report.css"));
        assertThat(css.getContentType()).isEqualTo("text/css");
        assertThat(css.getContentAsString()).doesNotContain("@import", "url(");
    }

    /** Of Jenkins' own page of a build only what stands in one cell is ours. */
    private static String ours(String page) {
        return page.equals("1") ? "td:has(> a[href=distroless-scan])" : "#main-panel";
    }

    private static void assertNothingInline(Document document, String part, boolean alsoStyle) {
        assertThat(document.select(part)).as(part + " is there").isNotEmpty();
        for (Element element : document.select(part + " *")) {
            String html = element.outerHtml();
            assertThat(alsoStyle && element.hasAttr("style")).as(html).isFalse();
            assertThat(element.tagName()).as(html).isNotEqualTo("style");
            assertThat(element.tagName().equals("script")
                            && !element.hasAttr("src")
                            && !element.data().isBlank())
                    .as(html)
                    .isFalse();
            assertThat(element.attr("href")).as(html).doesNotStartWith("javascript:");
            element.attributes()
                    .forEach(
                            attribute -> assertThat(attribute.getKey()).as(html).doesNotMatch("on[a-z]+"));
        }
    }

    private int status(String user, String path) throws Exception {
        return response(user, job.getUrl() + path).getStatusCode();
    }

    private Document document(String user, String path) throws Exception {
        return Jsoup.parse(response(user, job.getUrl() + path).getContentAsString());
    }

    private static WebResponse response(String user, String path) throws Exception {
        try (JenkinsRule.WebClient web = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            web.setJavaScriptEnabled(false);
            web.withBasicCredentials(user);
            Page page = web.goTo(path, null);
            return page.getWebResponse();
        }
    }
}
