package io.jenkins.plugins.distrolessscan.engine.control;

import io.jenkins.plugins.distrolessscan.engine.model.Fact;
import io.jenkins.plugins.distrolessscan.engine.model.FileEntry;
import java.util.List;

/** Facts about single files, so that a finding knows its location. */
final class FileFact {
    /** Files that a result names one by one; its message has the number of all. */
    static final int MOST = 20;

    private FileFact() {}

    static Fact of(FileEntry entry) {
        String mode = String.format("%04o", entry.mode());
        String text = entry.path() + ": mode " + mode + ", owner " + entry.uid() + ":" + entry.gid();
        return new Fact(
                Fact.Source.PROBE,
                text + entry.capabilities().map(set -> ", capabilities " + set).orElse(""),
                entry.path());
    }

    static List<Fact> of(List<FileEntry> entries) {
        return entries.stream().limit(MOST).map(FileFact::of).toList();
    }
}
