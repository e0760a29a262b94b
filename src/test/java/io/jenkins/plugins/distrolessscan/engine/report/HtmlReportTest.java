package io.jenkins.plugins.distrolessscan.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlReportTest {
    private static final List<ScanReport> ALL = List.of(
            Reports.sound(),
            Reports.demo(),
            Reports.unreadable(),
            Reports.tampered(),
            Reports.nothingChosen(),
            Reports.hostile());

    @Test
    void theVerdictAndItsReasonsComeFirstThenWhatToDoThenTheRisks() {
        assertThat(page(Reports.sound()).select("main section").eachAttr("id"))
                .startsWith("verdict", "todo")
                .containsSubsequence("verdict", "todo", "factors", "risks", "scenarios", "limits", "targets", "access");
        assertThat(page(Reports.sound()).select("#verdict ol li").eachText()).hasSize(3);
    }

    @Test
    void aPlayedScanSaysSoInTitleAndHeader() {
        Document demo = page(Reports.demo());
        assertThat(demo.title()).startsWith("DEMO: ");
        assertThat(demo.select("header .demo").text()).startsWith("DEMO");
        assertThat(page(Reports.sound()).text()).doesNotContain("DEMO");
    }

    @Test
    void aScreenReaderFindsItsWay() {
        for (ScanReport report : ALL) {
            Document page = page(report);
            assertThat(page.select("html").attr("lang")).isEqualTo("en");
            assertThat(page.select("header, nav[aria-label], main, footer")).hasSize(4);
            assertThat(page.select("h1")).hasSize(1);
            assertThat(page.select("main section"))
                    .allSatisfy(s -> assertThat(page.getElementById(s.attr("aria-labelledby")))
                            .isNotNull());
            assertThat(page.select("table"))
                    .allSatisfy(t -> assertThat(t.select("> caption").text()).isNotBlank());
            assertThat(page.select(".scroll"))
                    .allSatisfy(s -> assertThat(page.getElementById(s.attr("aria-labelledby")))
                            .isSameAs(s.selectFirst("caption")));
            assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
            assertThat(page.select("th")).allMatch(th -> th.attr("scope").matches("col|row"));
            assertThat(page.select("body > a").first().attr("href")).isEqualTo("#verdict");
            assertThat(page.select("a").eachAttr("href"))
                    .allSatisfy(href -> assertThat(page.getElementById(href.substring(1)))
                            .as(href)
                            .isNotNull());
            assertHeadingsStepByOne(page);
        }
    }

    @Test
    void everyNumberOfVulnerabilitiesLinksToItsRows() throws Exception {
        Document page = page(Reports.sound());
        var links = page.select("#vulnerabilities table a[href^=#vulnerabilities-]");
        assertThat(links).hasSizeGreaterThan(4);
        for (Element link : links) {
            Element group = page.getElementById(link.attr("href").substring(1));
            assertThat(group).as(link.outerHtml()).isNotNull();
            if (!group.id().equals("vulnerabilities-all")) {
                assertThat(group.select("tbody tr:not(.below)")).as(group.id()).hasSize(Integer.parseInt(link.text()));
            }
        }
    }

    private static void assertHeadingsStepByOne(Document page) {
        int level = 0;
        for (Element heading : page.select("h1, h2, h3, h4, h5, h6")) {
            int next = heading.tagName().charAt(1) - '0';
            assertThat(next).as(heading.text()).isBetween(1, level + 1);
            level = next;
        }
    }

    @Test
    void aStateIsAWordAndNotOnlyAColour() {
        assertThat(page(Reports.sound()).select(".word, .card strong"))
                .isNotEmpty()
                .allSatisfy(w -> assertThat(w.text()).isNotBlank());
    }

    @Test
    void neitherVariantHoldsScriptAndTheLinkedOneHoldsNoStyleEither() {
        Document inline = page(Reports.sound());
        assertThat(inline.select("script, link, img, iframe, object, form, svg"))
                .isEmpty();
        assertThat(inline.select("style")).hasSize(1);
        Document linked = page(HtmlReport.linked(), Reports.sound());
        assertThat(linked.select("script, style, [style], img, iframe, object, form, svg"))
                .isEmpty();
        assertThat(linked.select("link").attr("href")).isEqualTo(HtmlReport.STYLESHEET);
        assertThat(linked.body().html()).isEqualTo(inline.body().html());
        for (Document page : List.of(inline, linked)) {
            assertThat(page.getAllElements())
                    .allSatisfy(e -> assertThat(e.attributes())
                            .noneMatch(a ->
                                    a.getKey().startsWith("on") || a.getKey().equals("style")));
        }
        assertThat(new String(HtmlReport.stylesheet(), StandardCharsets.UTF_8))
                .doesNotContain("@import", "url(", "expression", "<");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileTextsMakeNoElementAndNoAttribute(ScanReport report) {
        Document hostile = page(report);
        Document sound = page(Reports.sound());
        assertThat(hostile.getAllElements().stream().map(Element::tagName).distinct())
                .isSubsetOf(
                        sound.getAllElements().stream().map(Element::tagName).toList());
        for (Element element : hostile.getAllElements()) {
            for (Attribute attribute : element.attributes()) {
                assertThat(attribute.getKey())
                        .isIn(
                                "lang",
                                "charset",
                                "name",
                                "content",
                                "http-equiv",
                                "class",
                                "href",
                                "id",
                                "scope",
                                "colspan",
                                "role",
                                "tabindex",
                                "aria-label",
                                "aria-labelledby");
                assertThat(attribute.getValue()).doesNotContain(HostileTexts.MARK, "evil.example");
            }
        }
        String elsewhere = "section:not(#risks):not(#vulnerabilities) table";
        assertThat(hostile.select(elsewhere)).hasSameSizeAs(sound.select(elsewhere));
        // Every vulnerability is answered by a statement there: the table of what to fix first is missing, and one
        // group
        // stands in the place of four.
        assertThat(hostile.select("#vulnerabilities table"))
                .hasSize(sound.select("#vulnerabilities table").size() - 4);
        assertThat(hostile.select("#risks table")).hasSize(Reports.riskGroups(report));
        assertThat(hostile.text()).contains("<script>alert('" + HostileTexts.MARK + "')</script>");
        assertThat(hostile.text()).doesNotContain("n".repeat(PageText.CODE));
        assertThat(hostile.wholeText().codePoints())
                .noneMatch(c -> c != '\n'
                        && (Character.getType(c) == Character.CONTROL || Character.getType(c) == Character.FORMAT));
    }

    private static List<ScanReport> hostile() {
        return Reports.everyHostile();
    }

    @Test
    void longTablesAreCutWithACount() {
        assertThat(page(Reports.large()).select("#inventory .more").text()).isEqualTo("and 4,005 more in report.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "dark", "print"})
    void everyTextHasTheContrastThatWcagAsksFor(String media) {
        Map<String, String> colours = colours(media);
        for (String back : List.of("page", "raised")) {
            for (String ink : List.of("ink", "quiet", "link", "good", "warn", "bad")) {
                assertThat(contrast(colours.get(ink), colours.get(back)))
                        .as("%s on %s", ink, back)
                        .isGreaterThanOrEqualTo(4.5);
            }
        }
        for (String tone : List.of("good", "note", "warn", "bad")) {
            assertThat(contrast(colours.get(tone), colours.get(tone + "-back")))
                    .as(tone)
                    .isGreaterThanOrEqualTo(4.5);
        }
    }

    private static Map<String, String> colours(String media) {
        String css = new String(HtmlReport.stylesheet(), StandardCharsets.UTF_8);
        int from =
                switch (media) {
                    case "dark" -> css.indexOf("prefers-color-scheme: dark");
                    case "print" -> css.indexOf("@media print");
                    default -> 0;
                };
        Matcher colour =
                Pattern.compile("--([a-z-]+): (#[0-9a-f]{6});").matcher(css.substring(from, css.indexOf('}', from)));
        Map<String, String> colours = new HashMap<>();
        while (colour.find()) {
            colours.put(colour.group(1), colour.group(2));
        }
        assertThat(colours).hasSize(14);
        return colours;
    }

    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        double[] parts = new double[3];
        for (int i = 0; i < 3; i++) {
            double c = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            parts[i] = c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    }

    private static Document page(ScanReport report) {
        return page(HtmlReport.inline(), report);
    }

    private static Document page(HtmlReport file, ScanReport report) {
        Document page = Jsoup.parse(new String(file.render(report), StandardCharsets.UTF_8));
        page.outputSettings().prettyPrint(false);
        return page;
    }
}
