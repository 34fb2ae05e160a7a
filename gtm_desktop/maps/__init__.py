"""The map: a plan becomes a scene, a scene a folium page and the data that the page draws. No Qt, no network."""
