package io.jenkins.plugins.distrolessscan.engine.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.control.Control.Answer;
import io.jenkins.plugins.distrolessscan.engine.model.ControlResult.Status;
import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.RuntimeEvidence;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.probe.Frames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SupportedReleaseTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "ID=debian;VERSION_ID=\"11\", 2026-08-31, PASSED",
        "ID=debian;VERSION_ID=\"11\", 2026-09-01, FAILED",
        "ID='alpine';VERSION_ID=3.19.4, 2026-11-27, FAILED",
        "ID=alpine;VERSION_ID=3.22.1, 2026-11-27, PASSED",
        "ID=rhel;VERSION_ID=9.4, 2026-11-27, PASSED",
        "ID=ubuntu;VERSION_ID=20.04, 2026-11-27, FAILED",
        "ID=wolfi;VERSION_ID=20230201, 2026-11-27, NOT_APPLICABLE",
        "ID=alpine;VERSION_ID=3.99.0, 2026-11-27, NOT_REVIEWED",
        "ID=unheardof;VERSION_ID=1, 2026-11-27, NOT_REVIEWED",
        "ID=debian, 2026-11-27, NOT_REVIEWED",
        "NAME=x, 2026-11-27, NOT_REVIEWED"
    })
    void aReleaseIsJudgedOnTheDayOfTheScan(String file, LocalDate day, Status status) {
        Answer answer = answer(ReleaseDates.builtIn(), file, Optional.of(day));
        assertThat(answer.status()).as(answer.message()).isEqualTo(status);
        assertThat(answer.message()).endsWith(".");
    }

    @Test
    void withoutAClockAReleaseThatEndsIsNotReviewed() {
        assertThat(answer(ReleaseDates.builtIn(), "ID=debian;VERSION_ID=8", Optional.empty())
                        .status())
                .isEqualTo(Status.NOT_REVIEWED);
    }

    @Test
    void anAdministratorsFileTakesThePlaceOfTheBuiltInOne() throws Exception {
        String file = "ID=debian;VERSION_ID=12";
        Optional<LocalDate> day = Optional.of(LocalDate.parse("2026-11-27"));
        assertThat(answer(ReleaseDates.in(folder), file, day).status()).isEqualTo(Status.PASSED);
        Files.writeString(
                folder.resolve(ReleaseDates.NAME),
                "{\"date\":\"2026-11-01\",\"source\":\"us\",\"releases\":{\"debian\":{\"12\":\"2026-06-10\"}}}");
        assertThat(answer(ReleaseDates.in(folder), file, day).message())
                .isEqualTo("debian 12 came to its end on 2026-06-10.");
        assertThat(Controls.evaluate(Inputs.input(evidence(file, day)), ReleaseDates.in(folder)))
                .filteredOn(result -> result.status() == Status.FAILED)
                .extracting(result -> result.id())
                .contains("release-1.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"date\":\"2026-11-01\",\"releases\":{\"a\":{\"1\":\"2026-06-10\"}}}",
                "{\"date\":\"soon\",\"source\":\"us\",\"releases\":{\"a\":{\"1\":\"2026-06-10\"}}}",
                "{\"date\":\"2026-11-01\",\"source\":\"us\",\"releases\":{\"a\":{\"1\":\"never\"}}}",
                "{\"date\":\"2026-11-01\",\"source\":\"us\",\"releases\":{}}",
                "{\"date\":"
            })
    void aFileThatCannotBeUnderstoodIsRefused(String text) throws Exception {
        Files.writeString(folder.resolve(ReleaseDates.NAME), text);
        assertThatThrownBy(() -> ReleaseDates.in(folder))
                .isInstanceOf(ScanException.class)
                .hasMessageContaining("cannot be read: write them as docs/controls.md says");
    }

    private static Answer answer(ReleaseDates dates, String file, Optional<LocalDate> day) {
        return new SupportedRelease(dates).answer(Inputs.input(evidence(file, day)));
    }

    private static Evidence evidence(String file, Optional<LocalDate> day) {
        Evidence e = Frames.distroless();
        byte[] text = file.replace(";", "\n").getBytes();
        return new Evidence(
                e.probe(),
                e.target(),
                e.processes(),
                e.mounts(),
                e.entries(),
                Map.of("etc/os-release", new Evidence.Content(text, text.length, false)),
                e.goBinaries(),
                e.limits(),
                e.errors(),
                e.end(),
                new RuntimeEvidence(
                        Optional.empty(),
                        day.map(date -> new RuntimeEvidence.Clock(
                                0,
                                100,
                                100,
                                1000,
                                date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli())),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty()),
                e.content());
    }
}
