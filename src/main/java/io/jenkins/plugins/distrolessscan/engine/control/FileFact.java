package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Facts about single files, in one form, so that a finding knows its location. */
final class FileFact {
    /** Files that a result names one by one; its message has the number of all. */
    static final int MOST = 20;

    private static final Pattern FORM =
            Pattern.compile("(.*): mode [0-7]{4}, owner -?[0-9]+:-?[0-9]+.*", Pattern.DOTALL);

    private FileFact() {}

    static Fact of(FileEntry entry) {
        String mode = String.format("%04o", entry.mode());
        String text = entry.path() + ": mode " + mode + ", owner " + entry.uid() + ":" + entry.gid();
        return Fact.probe(
                text + entry.capabilities().map(set -> ", capabilities " + set).orElse(""));
    }

    static List<Fact> of(List<FileEntry> entries) {
        return entries.stream().limit(MOST).map(FileFact::of).toList();
    }

    /** The path that a fact of this form is about. */
    static Optional<String> location(Fact fact) {
        Matcher form = FORM.matcher(fact.text());
        return fact.source() == Fact.Source.PROBE && form.matches() ? Optional.of(form.group(1)) : Optional.empty();
    }
}
