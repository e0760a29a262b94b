package io.jenkins.plugins.distrolessscan.engine.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.inventory.Cataloger.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each format has a sample in {@code samples}, and beside it the packages that are read from it. */
class CatalogersTest {
    static Stream<String> formats() {
        return Catalogers.all().stream()
                .flatMap(cataloger -> cataloger.formats().stream())
                .sorted();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aSampleGivesItsPackages(String format) throws IOException {
        Reading reading = cataloger(format).read(path(format), sample(format));
        String found = reading.packages().stream()
                .map(p -> String.join(
                                " ",
                                p.type(),
                                p.name(),
                                p.version(),
                                p.architecture(),
                                "source=" + p.sourceName(),
                                p.sourceVersion(),
                                p.origin().name())
                        + "\n")
                .collect(Collectors.joining());
        assertThat(found).isEqualTo(sample(format + ".expected"));
        assertThat(reading.understood()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void noiseIsNotUnderstoodAndNoError(String format) {
        if (format.equals("jvm-release")) {
            return; // other software has files of that name
        }
        for (String noise : List.of("\ufffd\u0001\ufffd\n", "<html>\n<a href=x>", "[1,{}]", "\u0000")) {
            Reading reading = cataloger(format).read("x", noise);
            assertThat(reading.understood()).as(noise).isFalse();
            assertThat(reading.packages()).as(noise).allMatch(found -> !found.plausible());
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void whatIsTornOffBetweenLinesGivesNoOtherPackage(String format) throws IOException {
        String sample = sample(format);
        List<String> names = names(cataloger(format).read(path(format), sample));
        for (int end = 0; end < sample.length(); end++) {
            Reading reading = cataloger(format).read(path(format), sample.substring(0, end));
            if (reading.understood() && (end == 0 || sample.charAt(end - 1) == '\n')) {
                assertThat(names).containsAll(names(reading));
            }
        }
    }

    private static List<String> names(Reading reading) {
        return reading.packages().stream()
                .filter(Declared::plausible)
                .map(Declared::name)
                .toList();
    }

    private static Cataloger cataloger(String format) {
        return Catalogers.all().stream()
                .filter(cataloger -> cataloger.formats().contains(format))
                .findFirst()
                .orElseThrow();
    }

    private static String path(String format) {
        return format.equals("dpkg-status") ? "var/lib/dpkg/status" : "x";
    }

    private static String sample(String name) throws IOException {
        try (InputStream in = CatalogersTest.class.getResourceAsStream("samples/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
