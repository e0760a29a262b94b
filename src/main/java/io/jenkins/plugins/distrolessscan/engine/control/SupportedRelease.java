package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Evidence;
import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether anybody still mends the release that a container is built on. */
final class SupportedRelease implements Control {
    static final String ID = "release-1.1";

    private final ReleaseDates dates;

    SupportedRelease(ReleaseDates dates) {
        this.dates = dates;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String title() {
        return "The distribution still looks after its release";
    }

    @Override
    public double impact() {
        return 0.7;
    }

    @Override
    public String description() {
        return "The release that etc/os-release names (usr/lib/os-release where that is missing) had not come to its end on the"
                + " day of the scan, by the node's clock. The days come from a small file of the program with its date and"
                + " source; a file " + ReleaseDates.NAME
                + " of the same form in the folder of the vulnerability data takes its"
                + " place. What was bought beyond the public support does not count. A release that the file does not know is"
                + " not reviewed; a distribution without releases, and a container without os-release, is not applicable.";
    }

    @Override
    public String remedy() {
        return "Build on a release that its distribution still mends; after the end no fix comes, and no advisory either.";
    }

    @Override
    public Answer answer(ControlInput input) {
        for (String path : List.of("etc/os-release", "usr/lib/os-release")) {
            Optional<Evidence.Content> file = input.evidence().file(path);
            if (file.isPresent()) {
                return answer(path, file.get(), day(input.evidence()));
            }
            FileTree.Look look = input.tree().look(path);
            if (look instanceof FileTree.Unseen unseen) {
                return Answer.notReviewed(path + " was not seen: " + unseen.why() + ".");
            }
            if (look instanceof FileTree.Found) {
                return Answer.notReviewed(path + " is there, but the probe could not send its content.");
            }
        }
        return Answer.notApplicable("There is no os-release, so no distribution is named.");
    }

    private Answer answer(String path, Evidence.Content file, Optional<LocalDate> day) {
        String id = value(file, "ID");
        String version = value(file, "VERSION_ID");
        String release = id + " " + version;
        if (id.isEmpty()) {
            return Answer.notReviewed(path + " names no distribution.");
        }
        if (dates.isRolling(id)) {
            return Answer.notApplicable(id + " has no releases that end.");
        }
        if (version.isEmpty()) {
            return Answer.notReviewed(path + " names no release of " + id + ".");
        }
        Optional<LocalDate> end = dates.end(id, version);
        if (end.isEmpty()) {
            return Answer.notReviewed(
                    "The dates of releases, as of " + dates.date() + ", do not hold " + release + ".");
        }
        if (day.isEmpty()) {
            return Answer.notReviewed(release + " ends on " + end.get() + ", and the evidence has no clock.");
        }
        Fact fact = Fact.probe(path + " names " + release + "; the dates are as of " + dates.date());
        return day.get().isAfter(end.get())
                ? Answer.failed(release + " came to its end on " + end.get() + ".", List.of(fact))
                : Answer.passed(release + " is looked after until " + end.get() + ".", fact);
    }

    private static Optional<LocalDate> day(Evidence evidence) {
        return evidence.runtime()
                .clock()
                .map(clock -> LocalDate.ofInstant(Instant.ofEpochMilli(clock.readAt()), ZoneOffset.UTC));
    }

    /** A value as the target writes it, in small letters; empty when it is none that a distribution would write. */
    private static String value(Evidence.Content file, String name) {
        return file.text()
                .lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1).strip().replaceAll("^([\"'])(.*)\\1$", "$2"))
                .filter(value -> value.matches("[A-Za-z0-9._-]{1,64}"))
                .findFirst()
                .orElse("")
                .toLowerCase(Locale.ROOT);
    }
}
