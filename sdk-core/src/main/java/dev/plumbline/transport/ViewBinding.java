package dev.plumbline.transport;

import dev.plumbline.feature.FeatureView;
import java.util.ArrayList;
import java.util.List;

/**
 * A view and what its features are called on the server.
 *
 * <p>Immutable and thread-safe.
 */
public final class ViewBinding {
    private final FeatureView view;
    private final List<String> serverNames;

    private ViewBinding(FeatureView view, List<String> serverNames) {
        this.view = view;
        this.serverNames = List.copyOf(serverNames);
    }

    /**
     * Returns the binding under which the server knows each feature by its own name.
     *
     * @param view the view
     * @return the binding
     */
    public static ViewBinding of(FeatureView view) {
        return new ViewBinding(view, view.featureNames());
    }

    /**
     * Returns this binding with another name for one feature.
     *
     * @param feature the feature's name in the view
     * @param serverName its name on the server
     * @return a new binding
     * @throws IllegalArgumentException if the view has no such feature, the server's name is empty or it is taken
     */
    public ViewBinding withServerName(String feature, String serverName) {
        int slot = view.slot(feature);
        if (serverName.isEmpty()) {
            throw new IllegalArgumentException(
                    "view '" + view.name() + "': the server's name of feature '" + feature + "' is empty");
        }
        int taken = serverNames.indexOf(serverName);
        if (taken >= 0 && taken != slot) {
            throw new IllegalArgumentException("view '" + view.name() + "': the server's name '" + serverName
                    + "' stands for feature '" + view.featureNames().get(taken) + "' already");
        }
        List<String> names = new ArrayList<>(serverNames);
        names.set(slot, serverName);
        return new ViewBinding(view, names);
    }

    /**
     * Returns the view.
     *
     * @return the view
     */
    public FeatureView view() {
        return view;
    }

    /**
     * Returns the server's names of the features.
     *
     * @return one for each slot, distinct
     */
    public List<String> serverNames() {
        return serverNames;
    }

    /** Returns the view's name. */
    @Override
    public String toString() {
        return view.name();
    }
}
