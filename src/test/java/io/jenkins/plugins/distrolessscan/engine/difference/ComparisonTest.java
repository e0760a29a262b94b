package io.jenkins.plugins.distrolessscan.engine.difference;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.distrolessscan.engine.model.Difference;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange.Cause;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.FindingChange.Kind;
import io.jenkins.plugins.distrolessscan.engine.model.Difference.PackageChange;
import io.jenkins.plugins.distrolessscan.engine.model.FindingKind;
import io.jenkins.plugins.distrolessscan.engine.model.LoadedState;
import io.jenkins.plugins.distrolessscan.engine.model.ReportIndex;
import io.jenkins.plugins.distrolessscan.engine.model.Severity;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final VersionComparison NUMBERS = (type, one, other) -> type.equals("deb")
            ? OptionalInt.of(Integer.compare(Integer.parseInt(one), Integer.parseInt(other)))
            : OptionalInt.empty();

    @Test
    void theSameTwiceHasNoDifference() {
        Difference difference = compare(Indexes.build(), Indexes.build());
        assertThat(difference.findings()).isEmpty();
        assertThat(difference.packages()).isEmpty();
        assertThat(difference.controls()).isEmpty();
        assertThat(difference.risks()).isEmpty();
        assertThat(difference.unchanged()).isEqualTo(3);
    }

    @Test
    void whatCameWentAndChangedIsTold() {
        Difference difference = compare(
                Indexes.build().vulnerability("CVE-1", "deb/gone").vulnerability("CVE-2", "deb/zlib1g"),
                Indexes.build()
                        .vulnerability("CVE-3", "deb/zlib1g")
                        .vulnerability("CVE-2", "deb/zlib1g", Severity.CRITICAL, LoadedState.LOADED, "2"));
        assertThat(difference.findings())
                .extracting(change -> change.kind() + " " + change.finding().rule())
                .containsExactlyInAnyOrder("NEW CVE-3", "FIXED CVE-1", "CHANGED CVE-2");
        assertThat(difference.unchanged()).isEqualTo(3);
    }

    @Test
    void aWaiverThatCameOrEndedIsAChangeAndNothingNew() {
        for (Difference difference : List.of(
                compare(Indexes.build(), Indexes.build().waived()),
                compare(Indexes.build().waived(), Indexes.build()))) {
            assertThat(difference.count(Kind.CHANGED)).isEqualTo(3);
            assertThat(difference.findings()).hasSize(3);
        }
    }

    @Test
    void aNewVulnerabilitySaysWhy() {
        assertThat(cause(zlib("1"), zlib("1").dataDays(1))).isEqualTo(Cause.DATA_CAME);
        assertThat(cause(zlib("1"), zlib("2").dataDays(1)))
                .as("another version of the package")
                .isEqualTo(Cause.PACKAGE_CAME);
        assertThat(cause(Indexes.build(), zlib("1"))).isEqualTo(Cause.PACKAGE_CAME);
        assertThat(cause(zlib("1"), zlib("1").tool("2"))).isEqualTo(Cause.RULE_CAME);
    }

    private static Indexes zlib(String version) {
        return Indexes.build().pack("deb", "zlib1g", version);
    }

    @Test
    void whatTheReferenceDidNotLookAtIsNotNew() {
        Indexes now = Indexes.build()
                .formats("deb", "npm")
                .vulnerability("CVE-9", "npm/left-pad")
                .rules("container-1.1", "container-1.2", "files-9.9")
                .control("files-9.9");
        Difference difference = compare(Indexes.build(), now);
        assertThat(difference.findings())
                .hasSize(2)
                .allMatch(change -> change.kind() == Kind.FIRST_LOOKED_AT)
                .allMatch(change -> change.cause().isEmpty());
        assertThat(compare(
                                Indexes.build().kinds(FindingKind.CONTROL),
                                Indexes.build().vulnerability("CVE-9", "deb/a"))
                        .compared())
                .containsExactly(FindingKind.CONTROL);
    }

    /** Data for one more distribution is no flood of new vulnerabilities, also where both have packages of one type. */
    @Test
    void whatTheDataOfTheReferenceDidNotCoverIsNotNewAndWhatItCoversNoLongerIsNotFixed() {
        Indexes with = new Indexes().vulnerability("CVE-1", "deb/zlib1g").judgedIn("Ubuntu");
        with.vulnerability("CVE-2", "deb/zlib1g").ecosystems("Debian", "Ubuntu");
        assertThat(kinds(compare(new Indexes(), with))).containsExactly("FIRST_LOOKED_AT CVE-1", "NEW CVE-2");
        assertThat(kinds(compare(with, new Indexes())))
                .containsExactlyInAnyOrder("NO_LONGER_LOOKED_AT CVE-1", "FIXED CVE-2");
    }

    private static List<String> kinds(Difference difference) {
        return difference.findings().stream()
                .map(change -> change.kind() + " " + change.finding().rule())
                .toList();
    }

    @Test
    void whatIsNotLookedAtAnyMoreIsNotFixed() {
        Indexes before = Indexes.build().vulnerability("CVE-1", "deb/zlib1g");
        for (Indexes now : List.of(
                Indexes.build().kinds(FindingKind.CONTROL),
                Indexes.build().formats("npm"),
                Indexes.build().workloads(),
                Indexes.build().dataDays(-3))) {
            assertThat(compare(before, now).findings())
                    .filteredOn(change -> change.finding().rule().equals("CVE-1"))
                    .extracting(FindingChange::kind)
                    .containsExactly(Kind.NO_LONGER_LOOKED_AT);
        }
    }

    @Test
    void anotherRuleOfIdentityComparesNothingAndFloodsNothing() {
        Difference difference = compare(Indexes.build().identityVersion(2), Indexes.build());
        assertThat(difference.compared()).isEmpty();
        assertThat(difference.count(Kind.NEW)).isZero();
        assertThat(difference.count(Kind.FIRST_LOOKED_AT)).isEqualTo(3);
    }

    @Test
    void aWorkloadThatCameBringsNewFindings() {
        Difference difference = compare(
                Indexes.build().workloads(Indexes.WORKLOAD),
                Indexes.build()
                        .workloads(Indexes.WORKLOAD, "shop/ReplicaSet/cart/app")
                        .in("shop/ReplicaSet/cart/app")
                        .vulnerability("CVE-1", "deb/zlib1g"));
        assertThat(difference.findings()).extracting(FindingChange::kind).containsExactly(Kind.NEW);
    }

    @Test
    void packagesAreAddedRemovedUpAndDown() {
        Difference difference = compare(
                Indexes.build()
                        .pack("deb", "a", "1")
                        .pack("deb", "b", "2")
                        .pack("deb", "c", "3")
                        .pack("npm", "left-pad", "1")
                        .pack("apk", "d", "1")
                        .pack("deb", "two", "1")
                        .pack("deb", "two", "2")
                        .formats("deb", "apk", "npm"),
                Indexes.build()
                        .pack("deb", "a", "2")
                        .pack("deb", "b", "1")
                        .pack("deb", "e", "1")
                        .pack("apk", "d", "2")
                        .pack("deb", "two", "2")
                        .formats("deb", "apk"));
        assertThat(difference.packages())
                .extracting(
                        change -> change.kind() + " " + change.name() + " " + change.before() + ">" + change.after())
                .containsExactlyInAnyOrder(
                        "UP a 1>2", "DOWN b 2>1", "REMOVED c 3>", "ADDED e >1", "CHANGED d 1>2", "CHANGED two 1, 2>2");
        assertThat(difference.packages())
                .as("a type that is not read any more")
                .noneMatch(change -> change.type().equals("npm"))
                .extracting(PackageChange::workload)
                .containsOnly(Indexes.WORKLOAD);
    }

    @Test
    void tenThousandFindingsTakeNoTime() {
        Indexes before = Indexes.build();
        Indexes now = Indexes.build();
        for (int i = 0; i < 10_000; i++) {
            before.pack("deb", "p" + i, "1").vulnerability("CVE-" + i, "deb/p" + i);
            now.pack("deb", "p" + i, "1").vulnerability("CVE-" + (i + 5), "deb/p" + (i + 5));
        }
        ReportIndex was = before.index();
        ReportIndex is = now.index();
        long start = System.nanoTime();
        Difference difference = new Comparison(NUMBERS).of("shop #1", was, is);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(difference.count(Kind.NEW)).isEqualTo(5);
        assertThat(difference.count(Kind.FIXED)).isEqualTo(5);
    }

    private static Cause cause(Indexes before, Indexes now) {
        return compare(before, now.vulnerability("CVE-1", "deb/zlib1g")).findings().stream()
                .filter(change -> change.finding().rule().equals("CVE-1"))
                .findFirst()
                .orElseThrow()
                .cause()
                .orElseThrow();
    }

    private static Difference compare(Indexes before, Indexes now) {
        return new Comparison(NUMBERS).of("shop #1", before.index(), now.index());
    }
}
