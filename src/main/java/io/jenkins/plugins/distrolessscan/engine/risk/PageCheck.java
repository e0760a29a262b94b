package io.jenkins.plugins.distrolessscan.engine.risk;

import io.jenkins.plugins.distrolessscan.engine.model.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Holds the data to what the analysis is known to contain, so that a slip in the file is not printed as an analysis. */
final class PageCheck {
    private static final List<String> WORDS = List.of("Very Low", "Low", "Medium", "High", "Very High");

    private final List<String> faults = new ArrayList<>();

    private PageCheck() {}

    /**
     * Checks the data.
     *
     * @throws IllegalStateException naming every fault
     */
    static SecurityAnalysis checked(SecurityAnalysis page) {
        PageCheck check = new PageCheck();
        check.counts(page);
        check.matrix(page);
        check.levels(page);
        check.ids(page);
        if (!check.faults.isEmpty()) {
            throw new IllegalStateException(SecurityAnalysis.RESOURCE + ": " + String.join("; ", check.faults));
        }
        return page;
    }

    private void counts(SecurityAnalysis page) {
        expect(5, page.characteristics().size(), "characteristics");
        expect(9, page.risks().size(), "risks");
        expect(3, page.scenarios().size(), "scenarios");
        page.scenarios().forEach(s -> expect(4, s.mitigations().size(), "mitigations of " + s.id()));
        expect(5, page.enterprise().size(), "enterprise considerations");
        expect(10, page.statements().size(), "statements");
        expect(7, page.limits().size(), "limits");
    }

    private void matrix(SecurityAnalysis page) {
        for (int likelihood = 0; likelihood < WORDS.size(); likelihood++) {
            for (int impact = 0; impact < WORDS.size(); impact++) {
                cell(page, likelihood, impact);
            }
        }
    }

    /** A cell is there, and not lower than the cells for less likelihood or less impact. */
    private void cell(SecurityAnalysis page, int likelihood, int impact) {
        String name = WORDS.get(likelihood) + " x " + WORDS.get(impact);
        page.level(WORDS.get(likelihood), WORDS.get(impact))
                .ifPresentOrElse(
                        level -> {
                            if (likelihood > 0) {
                                page.level(WORDS.get(likelihood - 1), WORDS.get(impact))
                                        .filter(less -> less.compareTo(level) > 0)
                                        .ifPresent(less -> faults.add(name + " falls with likelihood"));
                            }
                            if (impact > 0) {
                                page.level(WORDS.get(likelihood), WORDS.get(impact - 1))
                                        .filter(less -> less.compareTo(level) > 0)
                                        .ifPresent(less -> faults.add(name + " falls with impact"));
                            }
                        },
                        () -> faults.add(name + " is missing from the matrix"));
    }

    private void levels(SecurityAnalysis page) {
        List<Level> levels = page.risks().stream()
                .flatMap(risk -> page.level(risk.likelihood(), risk.impact()).stream())
                .toList();
        expect(9, levels.size(), "risks in the matrix");
        expect(8, (int) levels.stream().filter(Level.MEDIUM::equals).count(), "risks of level Medium");
        expect(1, (int) levels.stream().filter(Level.LOW::equals).count(), "risks of level Low");
    }

    private void ids(SecurityAnalysis page) {
        Set<String> seen = new HashSet<>();
        Stream.concat(
                        page.named().map(SecurityAnalysis.Item::id),
                        page.limits().stream().map(limit -> limit.id()))
                .filter(id -> !seen.add(id))
                .forEach(id -> faults.add(id + " occurs twice"));
        page.comparison().stream()
                .map(SecurityAnalysis.ComparisonRow::id)
                .filter(id -> !id.isEmpty() && !seen.contains(id))
                .forEach(id -> faults.add("the comparison names " + id + ", which is no item"));
    }

    private void expect(int expected, int actual, String what) {
        if (expected != actual) {
            faults.add(expected + " " + what + " expected, " + actual + " found");
        }
    }
}
