package io.jenkins.plugins.distrolessscan.engine.report;

import io.jenkins.plugins.distrolessscan.engine.model.ScanReport;
import io.jenkins.plugins.distrolessscan.engine.model.Sha256;
import io.jenkins.plugins.distrolessscan.engine.report.Page.Section;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * {@code report.html}: the page for a browser, without any script. Nothing is loaded from anywhere; the page in one file
 * forbids that to itself as well.
 */
public final class HtmlReport implements ReportFile {
    /** The name under which {@link #linked()} looks for {@link #stylesheet()} beside it. */
    public static final String STYLESHEET = "report.css";

    private final boolean inline;

    private HtmlReport(boolean inline) {
        this.inline = inline;
    }

    /** One file with its style inside: to be sent and kept. */
    public static HtmlReport inline() {
        return new HtmlReport(true);
    }

    /** For places that forbid style inside a page, as Jenkins does for artifacts: with {@link #STYLESHEET} beside it. */
    public static HtmlReport linked() {
        return new HtmlReport(false);
    }

    /** The style sheet of {@link #linked()}. */
    public static byte[] stylesheet() {
        try (InputStream css = HtmlReport.class.getResourceAsStream(STYLESHEET)) {
            if (css == null) {
                throw new IllegalStateException(STYLESHEET + " is not in the program");
            }
            return css.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same contents and sections as a part of somebody else's page, which brings the style: every text is escaped. */
    public static String fragment(ScanReport report) {
        Page page = ReportPage.of(report);
        StringBuilder text = new StringBuilder();
        Html html = Html.fragment(new TextOut(text));
        if (page.demo()) {
            demo(html);
        }
        contents(html, page.sections());
        HtmlBlocks blocks = new HtmlBlocks(html);
        page.sections().forEach(section -> section(html, blocks, section));
        html.end();
        return text.toString();
    }

    @Override
    public String name() {
        return "report.html";
    }

    @Override
    public void write(ScanReport report, OutputStream stream) throws IOException {
        TextOut.write(stream, out -> page(report, out));
    }

    private void page(ScanReport report, TextOut out) {
        Page page = ReportPage.of(report);
        Html html = Html.document(out);
        html.open("html", "lang", "en").line();
        head(html, (page.demo() ? "DEMO: " : "") + Words.word(report.verdict().result()) + ": " + page.title());
        html.open("body").line();
        html.leaf("a", "Skip to the verdict", "class", "skip", "href", "#verdict")
                .line();
        header(html, page, report);
        html.open("div", "class", "columns").line();
        contents(html, page.sections());
        html.open("main").line();
        HtmlBlocks blocks = new HtmlBlocks(html);
        for (Section section : page.sections()) {
            section(html, blocks, section);
        }
        html.close().line().close().line();
        html.open("footer")
                .leaf(
                        "p",
                        "Scan " + PageText.name(report.scan().id()) + ", written by Distroless Scan "
                                + PageText.name(report.scan().toolVersion())
                                + ". The same facts, without any cut: report.json.")
                .close()
                .line();
        html.close().line().close().line();
        html.end();
    }

    private void head(Html html, String title) {
        html.open("head").line();
        html.empty("meta", "charset", "utf-8").line();
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        html.empty("meta", "name", "color-scheme", "content", "light dark").line();
        html.empty("meta", "name", "referrer", "content", "no-referrer").line();
        if (inline) {
            String css = new String(stylesheet(), StandardCharsets.UTF_8).replace("\r\n", "\n");
            html.empty(
                            "meta",
                            "http-equiv",
                            "Content-Security-Policy",
                            "content",
                            "default-src 'none'; form-action 'none'; base-uri 'none'; style-src 'sha256-" + sha256(css)
                                    + "'")
                    .line();
            html.leaf("title", title).line();
            html.style(css).line();
        } else {
            html.leaf("title", title).line();
            html.empty("link", "rel", "stylesheet", "href", STYLESHEET).line();
        }
        html.close().line();
    }

    private static void header(Html html, Page page, ScanReport report) {
        html.open("header").line();
        if (page.demo()) {
            demo(html);
        }
        html.leaf("h1", page.title()).line();
        html.open("p", "class", "subtitle");
        html.text("Namespace ").leaf("code", PageText.name(report.scan().namespace()));
        html.text(" on ").leaf("code", PageText.name(report.scan().server()));
        html.text(", " + Words.time(report.scan().started())).close().line();
        html.close().line();
    }

    private static void demo(Html html) {
        html.leaf(
                        "p",
                        "DEMO: cluster, node and probe were played. Nothing of this is about a real system.",
                        "class",
                        "demo")
                .line();
    }

    private static void contents(Html html, List<Section> sections) {
        html.open("nav", "aria-label", "Contents").open("ul").line();
        sections.forEach(s -> html.open("li")
                .leaf("a", s.title(), "href", "#" + s.id())
                .close()
                .line());
        html.close().close().line();
    }

    private static void section(Html html, HtmlBlocks blocks, Section section) {
        html.open("section", "id", section.id(), "aria-labelledby", section.id() + "-title")
                .line();
        html.leaf("h2", section.title(), "id", section.id() + "-title").line();
        section.blocks().forEach(block -> blocks.write(block, 3));
        html.close().line();
    }

    private static String sha256(String text) {
        return Base64.getEncoder().encodeToString(Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return inline ? name() : name() + " with " + STYLESHEET;
    }
}
