import Foundation
package import PortVocabulary

extension Coordinates {
    /// The distance over the globe to another point, along the great circle.
    ///
    /// Estimator: the haversine formula on a sphere of the Earth's mean radius. *Units:*
    /// kilometres. It differs from the distance on the ellipsoid by 0.6 % at the most, and from
    /// the way of a ship by far more. Source: mean radius R1 of the International Union of
    /// Geodesy and Geophysics, 6,371.0088 km (Moritz, Geodetic Reference System 1980, 2000).
    package func kilometres(to other: Coordinates) -> Double {
        let radian = Double.pi / 180
        let (one, two) = (latitude * radian, other.latitude * radian)
        let halfLatitude = sin((two - one) / 2)
        let halfLongitude = sin((other.longitude - longitude) * radian / 2)
        let square =
            halfLatitude * halfLatitude + cos(one) * cos(two) * halfLongitude * halfLongitude
        return 2 * 6_371.0088 * asin(min(1, square.squareRoot()))
    }
}
