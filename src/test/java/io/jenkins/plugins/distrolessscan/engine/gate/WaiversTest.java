package io.jenkins.plugins.distrolessscan.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex.IndexedFinding;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse.Origin;
import io.jenkins.plugins.distrolessscan.engine.model.WaiverUse.State;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaiversTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);
    private static final IndexedFinding CVE =
            SampleIndex.vulnerability("CVE-2026-1", Severity.HIGH, LoadedState.LOADED, "");
    private static final IndexedFinding CONTROL =
            SampleIndex.other(FindingKind.CONTROL, "container-1.1", Severity.HIGH);
    private static final List<IndexedFinding> FOUND = List.of(CVE, CONTROL);

    @Test
    void aWaiverAppliesThroughItsLastDayAndNotAfter() throws ScanException {
        List<Waiver> waivers = read(waiver("CVE-2026-1", "2026-11-27"));
        assertThat(new Waivers(waivers, TODAY).waived(FOUND, false)).containsExactly(CVE.identity());
        assertThat(new Waivers(waivers, TODAY.plusDays(1)).waived(FOUND, false)).isEmpty();
    }

    @Test
    void anExpiredOneIsToldWithWhatItWasAbout() throws ScanException {
        WaiverUse use = new Waivers(read(waiver("CVE-2026-1", "2026-11-26")), TODAY)
                .of(FOUND)
                .get(0);
        assertThat(use.state()).isEqualTo(State.EXPIRED);
        assertThat(use.findings()).containsExactly(CVE.identity());
    }

    @ParameterizedTest
    @CsvSource({"2026-11-27, true", "2026-12-11, true", "2026-12-12, false", "2026-11-26, false"})
    void twoWeeksBeforeItEndsItWarns(String expires, boolean soon) throws ScanException {
        assertThat(new Waivers(read(waiver("CVE-2026-1", expires)), TODAY)
                        .of(FOUND)
                        .get(0)
                        .expiresSoon())
                .isEqualTo(soon);
    }

    @Test
    void oneThatIsAboutNothingIsListedAsUnused() throws ScanException {
        WaiverUse use = new Waivers(read(waiver("CVE-2026-2", "2027-01-01")), TODAY)
                .of(FOUND)
                .get(0);
        assertThat(use.state()).isEqualTo(State.UNUSED);
        assertThat(use.count()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "CVE-2026-1, shop/*/checkout/*, true",
        "cve-2026-1, '*', true",
        "CVE-2026-*, '*', true",
        "CVE-2026, '*', false",
        "CVE-2026-1, shop/ReplicaSet/checkout/app, true",
        "CVE-2026-1, shop/ReplicaSet/cart/*, false",
        "CVE-2026-1, shop, false",
        "CVE-2026-1, '*/app', true",
        "CVE-2026-1, '*checkout*', true"
    })
    void idAndTargetAreNamesOrPatterns(String id, String target, boolean waived) throws ScanException {
        String text = waiver(id, "2027-01-01") + "  target: '" + target + "'\n";
        assertThat(new Waivers(read(text), TODAY).waived(FOUND, false).contains(CVE.identity()))
                .isEqualTo(waived);
    }

    @Test
    void onlyAnAdministratorsWaiverCountsForFloors() throws ScanException {
        String text = waiver("CVE-2026-1", "2027-01-01");
        assertThat(new Waivers(read(text), TODAY).waived(FOUND, true)).isEmpty();
        List<Waiver> central = WaiverFile.read(text, "The central waivers", Origin.ADMINISTRATOR);
        assertThat(new Waivers(central, TODAY).waived(FOUND, true)).containsExactly(CVE.identity());
    }

    @Test
    void aPatternThatGoesBackAndForthTakesNoTime() throws ScanException {
        List<Waiver> waivers = read(waiver("'a*a*a*a*b'", "2027-01-01"));
        IndexedFinding long1 = SampleIndex.other(FindingKind.CONTROL, "a".repeat(20_000), Severity.LOW);
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(new Waivers(waivers, TODAY).waived(List.of(long1), false))
                        .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "waivers: {}",
                "waivers: [1]",
                "waivers: []\nmore: 1",
                "exceptions: []",
                "- {id: CVE-1, reason: a, approver: b}",
                "- {id: CVE-1, reason: a, expires: 2027-01-01}",
                "- {id: CVE-1, approver: b, expires: 2027-01-01}",
                "- {reason: a, approver: b, expires: 2027-01-01}",
                "- {id: CVE-1, reason: '', approver: b, expires: 2027-01-01}",
                "- {id: CVE-1, reason: a, approver: b, expires: never}",
                "- {id: CVE-1, reason: a, approver: b, expires: 2027-02-30}",
                "- {id: '*', reason: a, approver: b, expires: 2027-01-01}",
                "- {id: '*-*', reason: a, approver: b, expires: 2027-01-01}",
                "- {id: 'a b', reason: a, approver: b, expires: 2027-01-01}",
                "- {id: CVE-1, reason: a, approver: b, expires: 2027-01-01, until: 1}",
                "- {id: CVE-1, target: 'a b', reason: a, approver: b, expires: 2027-01-01}",
                "- {id: INCOMPLETE, reason: a, approver: b, expires: 2027-01-01}",
                "- {id: tampered, reason: a, approver: b, expires: 2027-01-01}",
                "just words"
            })
    void whatIsNoWaiverIsAConfigurationError(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        ScanException.class, e -> assertThat(e.kind()).isEqualTo(ScanException.Kind.CONFIGURATION))
                .hasMessageStartingWith("The waiver file ");
    }

    @Test
    void aDayMayStandInQuotesOrNot() throws ScanException {
        assertThat(read("waivers:\n- {id: CVE-1, reason: a, approver: b, expires: 2027-01-01}\n"))
                .isEqualTo(read("- {id: CVE-1, reason: a, approver: b, expires: '2027-01-01'}"));
    }

    private static String waiver(String id, String expires) {
        return "- id: " + id + "\n  reason: never reached\n  approver: jane\n  expires: " + expires + "\n";
    }

    private static List<Waiver> read(String text) throws ScanException {
        return WaiverFile.read(text, "The waiver file w.yml", Origin.BUILD);
    }
}
