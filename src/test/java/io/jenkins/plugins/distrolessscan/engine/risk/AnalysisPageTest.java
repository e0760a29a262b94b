package io.jenkins.plugins.distrolessscan.engine.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/analysis.md} is written from the data that the risk chapter is judged by: {@code -Dgolden.rewrite=true}. */
class AnalysisPageTest {
    private static final Pattern NUMBER = Pattern.compile("\\bS-(\\d+)([a-d]?)\\b");
    private static final Pattern RANGE = Pattern.compile("\\bS-(\\d+) to S-(\\d+)\\b");
    private static final List<String> LIKELIHOODS = List.of("Very Low", "Low", "Medium", "High", "Very High");

    private final SecurityAnalysis page = SecurityAnalysis.load();

    @Test
    void thePageIsWrittenFromTheData() throws IOException {
        Path file = home().resolve("docs/analysis.md");
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(file, text());
        }
        assertThat(Files.readString(file)).isEqualTo(text());
    }

    /** Whoever meets a number in the code, a page or a report finds it explained there. */
    @Test
    void everyNumberThatIsPointedToIsExplained() throws IOException {
        Set<String> explained = explained();
        assertThat(explained).contains("S-1", "S-21c", "S-44");
        for (String folder : List.of("docs", "src/main", "cli/src/main", "demo/src/main", "README.md")) {
            try (Stream<Path> files = Files.walk(home().resolve(folder))) {
                for (Path file : files.filter(AnalysisPageTest::isText).toList()) {
                    Set<String> pointed = new TreeSet<>();
                    NUMBER.matcher(Files.readString(file)).results().forEach(found -> pointed.add(found.group()));
                    assertThat(explained).as(file.toString()).containsAll(pointed);
                }
            }
        }
    }

    /** The numbers that start a row of the page, with those of a row over several. */
    private Set<String> explained() throws IOException {
        Set<String> explained = new TreeSet<>();
        for (String line : Files.readAllLines(home().resolve("docs/analysis.md"))) {
            if (line.startsWith("| S-")) {
                String first = line.substring(0, line.indexOf('|', 2));
                NUMBER.matcher(first).results().forEach(found -> explained.add(found.group()));
                RANGE.matcher(first)
                        .results()
                        .forEach(range -> IntStream.rangeClosed(
                                        Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)))
                                .forEach(number -> explained.add("S-" + number)));
            }
        }
        return explained;
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file)
                && Stream.of(".java", ".md", ".json", ".jelly", ".html", ".properties", ".yaml")
                        .anyMatch(name::endsWith);
    }

    private String text() {
        return """
                # The security analysis behind the report

                The risk chapter of a report compares one run with a published security analysis of three ways to scan distroless containers: through the
                Kubernetes API, by a debug container, by a sidecar. This plugin takes the second way. Each statement of the analysis has a number, S-1 to
                S-37; S-38 to S-44 are where it cannot be literally true. Code, report and pages point to these numbers.

                This page is written from the data that the risk chapter is judged by. The ratings here are the analysis' own. What a run makes of them is in
                its report: a rating is never better than here, and one step worse where a mitigation does not hold ([report.md](report.md)).

                ## Head and rules

                | number | what |
                |---|---|
                | S-1 | What was analysed, where and when: title, approach, cluster, namespace, pod, container, image digest and time. |
                | S-2 | How the target is reached: an ephemeral container in the target's process namespace reads its files through `/proc/N/root`. |
                | S-3 | The class of the target, distroless, minimal or standard, from its files. A target with a shell could be scanned at a lower risk. |
                | S-9 | The words of the ratings: None, Minimal, Moderate, High. A colour never stands without its word. |
                | S-24 | The residual risk of a run: never better than the analysis', one step worse for a mitigation that does not hold. |

                """
                + table(
                        "The five factors",
                        List.of("number", "factor", "rating", "why"),
                        page.characteristics(),
                        f -> List.of(f.id(), f.name(), word(f.rating().name()), f.description()))
                + table(
                        "The nine risks",
                        List.of("number", "risk", "likelihood", "impact", "level", "mitigation", "next step"),
                        page.risks(),
                        r -> List.of(
                                r.id(),
                                r.name(),
                                r.likelihood(),
                                r.impact(),
                                word(level(r.likelihood(), r.impact()).name()),
                                r.mitigation(),
                                r.advice()))
                + "The level comes from likelihood (rows) and impact (columns):\n\n"
                + rows(
                        Stream.concat(Stream.of("likelihood"), LIKELIHOODS.stream())
                                .toList(),
                        LIKELIHOODS,
                        likelihood -> Stream.concat(
                                        Stream.of(likelihood),
                                        LIKELIHOODS.stream()
                                                .map(impact -> word(level(likelihood, impact)
                                                        .name())))
                                .toList())
                + "\n"
                + table(
                        "The three scenarios",
                        List.of("number", "scenario or mitigation", "residual risk", "what"),
                        scenarios(),
                        row -> row)
                + table(
                        "What an enterprise has to add",
                        List.of("number", "consideration", "what"),
                        page.enterprise(),
                        i -> List.of(i.id(), i.name(), i.text()))
                + table(
                        "Comparison and conclusions",
                        List.of("number", "statement", "what"),
                        page.statements(),
                        i -> List.of(i.id(), i.name(), i.text()))
                + table(
                        "Where the analysis cannot be literally true",
                        List.of("number", "what it says", "what holds"),
                        page.limits(),
                        l -> List.of(l.id(), l.claim(), l.truth()))
                + table(
                        "The three approaches side by side",
                        List.of("about", "Kubernetes API", "debug container", "sidecar"),
                        page.comparison(),
                        c -> List.of(
                                c.subject() + (c.id().isEmpty() ? "" : " (" + c.id() + ")"),
                                dash(c.kubernetesApi()),
                                dash(c.debugContainer()),
                                dash(c.sidecar())))
                + table(
                                "What is claimed for compliance frameworks",
                                List.of("framework", "reference", "claim", "note"),
                                page.compliance(),
                                a -> List.of(a.framework(), a.reference(), a.claim(), a.note()))
                        .stripTrailing()
                + "\n\nThese are the claims of the analysis' authors. They are no certificate.\n";
    }

    private List<List<String>> scenarios() {
        List<List<String>> rows = new ArrayList<>();
        page.scenarios().forEach(s -> {
            rows.add(List.of(s.id(), s.name(), word(s.residual().name()), s.risk() + " " + s.reason()));
            s.mitigations().forEach(m -> rows.add(List.of(m.id(), m.name(), "", "")));
        });
        return rows;
    }

    private Level level(String likelihood, String impact) {
        return page.level(likelihood, impact).orElseThrow();
    }

    private static String word(String name) {
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String dash(String text) {
        return text.isEmpty() ? "–" : text;
    }

    private static <T> String table(String title, List<String> heads, List<T> items, Function<T, List<String>> cells) {
        return "## " + title + "\n\n" + rows(heads, items, cells) + "\n";
    }

    private static <T> String rows(List<String> heads, List<T> items, Function<T, List<String>> cells) {
        return "| " + String.join(" | ", heads) + " |\n" + "|---".repeat(heads.size()) + "|\n"
                + items.stream()
                        .map(item -> "| " + String.join(" | ", cells.apply(item)) + " |\n")
                        .collect(Collectors.joining());
    }

    private static Path home() {
        return Path.of(System.getProperty("distrolessscan.home", "."));
    }
}
