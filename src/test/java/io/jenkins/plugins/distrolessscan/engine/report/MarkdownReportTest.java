package io.jenkins.plugins.distrolessscan.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the file back with a Markdown parser that knows tables, bare links and struck text, and looks at what came. */
class MarkdownReportTest {
    @Test
    void theVerdictAndItsReasonsComeBeforeAllElse() {
        String text = markdown(Reports.sound());
        assertThat(text.indexOf("Compliance is 83 percent")).isBetween(1, text.indexOf("What to do"));
        assertThat(text.indexOf("What to do")).isLessThan(text.indexOf("The five factors"));
    }

    @Test
    void evidenceCutAtABoundIsNotCalledComplete() {
        String text = markdown(Reports.sound());
        assertThat(text.split("Complete evidence", -1)).hasSize(2);
        assertThat(text)
                .contains("Collected in part** Its evidence was cut at a bound (entries).")
                .contains("Collected in part** `shop/checkout-5c9d7-kq4zt/checkout`");
    }

    @Test
    void aLostAnswerIsNotCalledNothingAttached() {
        String text = markdown(Reports.answerLost());
        assertThat(text)
                .contains(
                        "Not known",
                        "for 1 target it is not known whether a debug container was attached",
                        "🟠 **Not known** | 9 d | 🟠 **Not known** |")
                .doesNotContain("nothing was attached", "none attached");
    }

    @Test
    void whatCouldNotBeReadIsNamed() {
        assertThat(markdown(Reports.sound()))
                .contains("What the probe could not read", "| `app/helper` | looking for Go modules | `EACCES` |");
    }

    @Test
    void aPlayedScanSaysSoFirst() {
        assertThat(markdown(Reports.demo())).startsWith("# DEMO: ").contains("**DEMO.**");
        assertThat(markdown(Reports.sound())).doesNotContain("DEMO");
    }

    @Test
    void tablesComeOutWholeWithAllTheirCells() {
        Document page = html(markdown(Reports.sound()));
        assertThat(page.select("table")).hasSizeGreaterThan(20);
        assertRowsAreWhole(page);
        assertThat(page.text()).doesNotContain("|---");
    }

    private static void assertRowsAreWhole(Document page) {
        for (Element table : page.select("table")) {
            int columns = table.select("thead th").size();
            assertThat(table.select("tbody tr"))
                    .allSatisfy(row -> assertThat(row.select("td")).hasSize(columns));
        }
    }

    @Test
    void aProbeThatOthersCouldOpenMakesForgeryNoLongerAnOpenQuestion() throws Exception {
        String sound = Json.writer().writeValueAsString(Reports.sound());
        ScanReport open =
                Json.reader(ScanReport.class).readValue(sound.replace("\"exposed\":false", "\"exposed\":true"));
        assertThat(markdown(Reports.sound())).contains("not ruled out").doesNotContain("could open it");
        assertThat(markdown(open)).contains("yes: processes of the probe's user could open it");
    }

    @Test
    void everyStatementOfTheAnalysisIsThere() {
        String text = markdown(Reports.sound());
        for (int s = 1; s <= 44; s++) {
            if (s != 1 && s != 9 && s != 24 && s != 37) {
                assertThat(text).contains("S-" + s);
            }
        }
        assertThat(text).contains("(S-21a)", "(S-22c)", "(S-23d)");
    }

    @Test
    void longTablesAreCutWithACount() {
        assertThat(markdown(Reports.large())).contains("and 4,905 more in report.json");
    }

    private static List<ScanReport> hostile() {
        return Reports.everyHostile();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileTextsStayText(ScanReport report) {
        String markdown = markdown(report);
        assertThat(markdown.codePoints().filter(c -> c != '\n'))
                .allMatch(c -> c >= ' '
                        && Character.getType(c) != Character.CONTROL
                        && Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.SURROGATE);
        Document page = html(markdown);
        Document sound = html(markdown(Reports.sound()));
        assertThat(tags(page)).isSubsetOf(tags(sound));
        assertThat(page.select("a").eachAttr("href")).allMatch(href -> href.startsWith("#"));
        assertThat(page.select("img, svg, script, del, hr, pre")).isEmpty();
        assertThat(page.getAllElements())
                .allSatisfy(e -> assertThat(e.attributes().toString()).doesNotContain(HostileTexts.MARK));
        assertThat(page.text()).contains("<script>alert('" + HostileTexts.MARK + "')</script>");
        // Every vulnerability is answered by a statement there: the table of what to fix first is missing, and one
        // group
        // stands in the place of four.
        assertThat(page.select("table").size() - Reports.riskGroups(report))
                .isEqualTo(sound.select("table").size() - Reports.riskGroups(Reports.sound()) - 4);
        assertRowsAreWhole(page);
        assertThat(page.select("li li, blockquote")).isEmpty();
        assertThat(page.text()).doesNotContain("n".repeat(PageText.CODE));
    }

    @Test
    void theEndOfASentenceIsNoPartOfAName() {
        assertThat(MarkdownText.text("built as golang.org/x/net@v0.1.0, and more."))
                .isEqualTo("built as `golang.org/x/net@v0.1.0`, and more.");
        assertThat(MarkdownText.text("... @,")).isEqualTo("... `@`,");
    }

    static List<String> attacks() {
        return HostileTexts.ATTACKS;
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void anEscapedTextIsReadBackAsItWas(String attack) {
        String plain = PageText.sentence(attack);
        for (String around : List.of("%s", "- %s", "1. %s", "| a |\n|---|\n| %s |", "## %s", "x %s", "%s\n\n---")) {
            String source = around.replace("%s", MarkdownText.text(plain));
            Document page = html(source);
            assertThat(page.text()).contains(spaces(plain));
            assertThat(page.select("a, img, em, strong, del, script, svg"))
                    .as(source)
                    .isEmpty();
        }
        for (String around : List.of("%s", "- %s", "| a |\n|---|\n| %s |", "## %s")) {
            Document page = html(around.replace("%s", MarkdownText.code(plain)));
            assertThat(page.text()).contains(spaces(plain));
            assertThat(page.select("code")).isNotEmpty();
            assertThat(page.select("a, img, em, strong, del, script, svg")).isEmpty();
        }
    }

    private static String spaces(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static List<String> tags(Document page) {
        return page.getAllElements().stream().map(Element::tagName).distinct().toList();
    }

    private static String markdown(ScanReport report) {
        return new String(new MarkdownReport().render(report), StandardCharsets.UTF_8);
    }

    private static Document html(String markdown) {
        var extensions = List.of(TablesExtension.create(), AutolinkExtension.create(), StrikethroughExtension.create());
        Parser parser = Parser.builder().extensions(extensions).build();
        HtmlRenderer renderer = HtmlRenderer.builder().extensions(extensions).build();
        Document page = Jsoup.parse(renderer.render(parser.parse(markdown)));
        page.outputSettings().prettyPrint(false);
        return page;
    }
}
