package io.jenkins.plugins.distrolessscan.engine.assess;

import io.jenkins.plugins.distrolessscan.engine.assess.CodeFiles.CodeFile;
import io.jenkins.plugins.distrolessscan.engine.model.Subject.Deviation;
import java.util.ArrayList;
import java.util.List;

/** In which code files two subjects differ. */
final class CodeDifference {
    /** Paths that are named. */
    static final int MOST_PATHS = 10;

    private CodeDifference() {}

    /**
     * Compares two lists that are sorted by path.
     *
     * @param from id of the subject that has the first list
     */
    static Deviation of(String from, List<CodeFile> first, List<CodeFile> second) {
        List<String> paths = new ArrayList<>();
        int all = 0;
        int i = 0;
        int j = 0;
        while (i < first.size() || j < second.size()) {
            int order = order(first, i, second, j);
            boolean same = order == 0 && first.get(i).equals(second.get(j));
            if (!same && all++ < MOST_PATHS) {
                paths.add(order <= 0 ? first.get(i).path() : second.get(j).path());
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return new Deviation(from, paths, all - paths.size());
    }

    private static int order(List<CodeFile> first, int i, List<CodeFile> second, int j) {
        if (i == first.size()) {
            return 1;
        }
        return j == second.size()
                ? -1
                : first.get(i).path().compareTo(second.get(j).path());
    }
}
